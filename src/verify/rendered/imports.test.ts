import typescript from 'typescript';
import { expect, test } from 'vitest';
import { codeFacts } from './code-facts.ts';
import { imports } from './imports.ts';
import { found } from './testing.ts';
import { oncePerFile } from './text-file.ts';

const check = () => imports(oncePerFile((file) => codeFacts(typescript, file)));

const target = {
  'src/b.ts': [
    'export const one = 1, { two } = { two: 2 };',
    'export function three() {}',
    'export type Four = 4;',
    'const five = 5;',
    'export { five as six };',
    "export * from './c.ts';",
    '',
  ].join('\n'),
  'src/c.ts': "export interface Seven {}\nexport * as eight from './d.ts';\n",
  'src/d.ts': 'export class Nine {}\n',
};

test.each([
  ["import { one } from './x.ts';", 'imports ./x.ts, and there is no src/x.ts'],
  ["import type { Four } from './x.ts';", 'imports ./x.ts, and there is no src/x.ts'],
  ["export { one } from './x.ts';", 'imports ./x.ts, and there is no src/x.ts'],
  ["export * from './x.ts';", 'imports ./x.ts, and there is no src/x.ts'],
  ["import './b';", 'imports ./b, and there is no src/b'],
  ["await import('./x.ts');", 'imports ./x.ts, and there is no src/x.ts'],
  ["type A = import('./x.ts').A;", 'imports ./x.ts, and there is no src/x.ts'],
  ["new URL('./x.ts', import.meta.url);", 'imports ./x.ts, and there is no src/x.ts'],
  ["import { a } from '../../a.ts';", 'imports ../../a.ts, which is outside the service'],
  ["import { five, one } from './b.ts';", 'imports five from ./b.ts, which does not export it'],
  ["export { Nine } from './b.ts';", 'imports Nine from ./b.ts, which does not export it'],
])('%s', async (line, message) => {
  const files = { ...target, 'src/a.ts': `${line}\n` };
  expect(await found(check(), files)).toEqual([`src/a.ts: ${message}`]);
});

test('what is there is found, through other files too', async () => {
  const text = [
    "import { one, two, three, type Four, six, type Seven, eight } from './b.ts';",
    "import * as all from './b.ts';",
    "import other from 'other';",
    "const folder = new URL('../', import.meta.url);",
    "// import { none } from './none.ts';",
    "const text = `import './none.ts'`;",
    '',
  ].join('\n');
  expect(await found(check(), { ...target, 'src/a.ts': text })).toEqual([]);
});
