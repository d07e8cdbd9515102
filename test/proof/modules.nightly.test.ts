/** Three modules that refer to each other pass what a fresh service does, in every preset and after. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript, scripts } from './checks.ts';
import { createBare, plinthIn, threeModules, threeNames } from './modules.ts';
import { presets } from './selections.ts';

const boot = join(import.meta.dirname, 'boot.ts');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-modules-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function passesAll(service: string): Promise<void> {
  for (const script of scripts) await runScript(service, script, { CI: 'false' });
  const signsIn = existsSync(join(service, 'dist/practices/auth'));
  const done = await execa(process.execPath, [boot, service, ...threeNames], {
    env: {
      NODE_ENV: 'development',
      ...(signsIn ? { TOKEN_FROM: 'dist/practices/auth/load-token.js' } : {}),
    },
  });
  expect(done.stdout).toContain('SIGTERM ended it with 0');
}

describe.each(presets)('$name without the sample', ({ name, flags }) => {
  it('passes everything', { timeout: 1_800_000 }, async () => {
    const service = join(folder, `bare-${name}`);
    await createBare(service, ...flags);
    for (const script of scripts) await runScript(service, script, { CI: 'false' });
  });

  it('passes everything with three modules', { timeout: 1_800_000 }, async () => {
    const service = join(folder, name);
    await createBare(service, ...flags);
    await plinthIn(service, 'module', ...threeModules);
    await passesAll(service);
  });
});

it('each practice, added after the modules, passes too', { timeout: 7_200_000 }, async () => {
  const service = join(folder, 'grown');
  await createBare(service, '--preset', 'minimal', '--without', 'migrations');
  await plinthIn(service, 'module', ...threeModules);
  const later = ['migrations', 'cache', 'queue', 'auth', 'breaker', 'k6', 'ci'];
  for (const practice of later) {
    await plinthIn(service, 'add', practice);
    await passesAll(service);
  }
});
