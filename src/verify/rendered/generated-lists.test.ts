import { expect, test } from 'vitest';
import { generatedLists } from './generated-lists.ts';
import { found } from './testing.ts';

test('a rule that names a practice which is not there is found', async () => {
  const files = {
    'boundaries.gen.js':
      "export const requires = {\n  cache: ['store', 'other-one'],\n  'dead-letters': [],\n  store: [],\n};\n",
    'src/practices.gen.ts':
      "export { cache } from './practices/cache/practice.ts';\nexport { store } from './practices/store/practice.ts';\n",
    'src/practices/cache/practice.ts': '',
    'src/practices/store/practice.ts': '',
  };
  expect(await found(generatedLists(), files)).toEqual([
    'boundaries.gen.js: names other-one, and there is no src/practices/other-one/',
    'boundaries.gen.js: names dead-letters, and there is no src/practices/dead-letters/',
  ]);
});

test('a practice or module that its list forgot is found', async () => {
  const files = {
    'src/practices.gen.ts': "export { cache } from './practices/cache/practice.ts';\n",
    'src/modules.gen.ts': 'export {};\n',
    'src/practices/cache/practice.ts': '',
    'src/practices/jobs/practice.ts': '',
    'src/practices/migrations/cli.ts': '',
    'src/modules/orders/module.ts': '',
  };
  expect(await found(generatedLists(), files)).toEqual([
    'src/practices.gen.ts: does not name ./practices/jobs/practice.ts',
    'src/modules.gen.ts: does not name ./modules/orders/module.ts',
  ]);
});
