import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runScript } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-runner-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The names of the checks that a script made, in order. */
async function checksOf(text: string): Promise<readonly string[]> {
  const file = join(folder, 'script.mjs');
  writeFileSync(file, `import { check } from 'k6';\n${text}`);
  const { checks } = await runScript({
    script: pathToFileURL(file),
    env: {},
    users: 2,
    iterations: 1,
  });
  return checks.map(({ name }) => name);
}

const note = (stage: string, data: string): string =>
  `check(0, { ['${stage} ' + ${data}]: () => true });`;

it('sets up once, gives what came of it to every user, and tears down after them', async () => {
  const names = await checksOf(`
    export function setup() { ${note('setup', "''")} return 'data'; }
    export default function (data) { ${note('user', 'data')} }
    export function teardown(data) { ${note('teardown', 'data')} }
  `);
  expect(names).toEqual(['setup ', 'user data', 'user data', 'teardown data']);
});

it('runs a script that neither sets up nor tears down', async () => {
  const names = await checksOf(`export default function () { ${note('user', "''")} }`);
  expect(names).toEqual(['user ', 'user ']);
});
