/** One bounded case of what `modules.nightly.test.ts` proves in every preset. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from './checks.ts';
import { createBare, plinthIn, threeModules, threeNames } from './modules.ts';

let folder: string;
let service: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-modules-'));
  service = join(folder, 'library');
  await createBare(service, '--preset', 'minimal');
  await plinthIn(service, 'module', ...threeModules);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('three modules that refer to each other, in a service without the sample', () => {
  it.for(['typecheck', 'lint', 'build'] as const)(
    'pass %s',
    { timeout: 300_000 },
    async (script, { signal }) => {
      await runScript(service, script, {}, { signal });
    },
  );

  it('pass their own tests', { timeout: 300_000 }, async () => {
    const args = [
      'exec',
      '--',
      'vitest',
      'run',
      ...threeNames.map((name) => `src/modules/${name}`),
    ];
    const { all } = await execa('npm', args, { cwd: service, all: true, env: { NO_COLOR: '1' } });
    expect(all).toMatch(/Test Files +3 passed/);
  });

  it('are served by the build, with their samples', { timeout: 120_000 }, async () => {
    const boot = join(import.meta.dirname, 'boot.ts');
    const done = await execa(process.execPath, [boot, service, ...threeNames], {
      env: { NODE_ENV: 'development' },
    });
    expect(done.stdout).toMatch(/2 authors, 2 books, 2 reviews; SIGTERM ended it with 0/);
  });

  it('go, but for their migrations; one that another refers to does not go alone', async () => {
    await expect(plinthIn(service, 'remove', 'module', 'books')).rejects.toThrow(
      /"authors" and "reviews" use "books"/,
    );
    const said = await plinthIn(service, 'remove', 'module', ...threeNames);
    for (const name of threeNames) expect(said).toContain(`${name}_0001_create.ts: stays`);
    await runScript(service, 'typecheck', {});
  });
});
