import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { scratchFolder } from './plinth.ts';

const root = join(import.meta.dirname, '../..');

/** Runs the generator, with every question answered on the command line. */
function plopService(target: string, manager = 'npm', agent?: string) {
  const entry = join(root, 'node_modules/plop/bin/plop.js');
  const answers = ['--preset', 'minimal', '--directory', target, '--packageManager', manager];
  const plopfile = join(root, 'generators/plopfile.ts');
  return execa(process.execPath, [entry, '--plopfile', plopfile, 'service', '--', ...answers], {
    stdin: 'ignore',
    reject: false,
    env: { NO_COLOR: '1', npm_config_user_agent: agent },
  });
}

test('the service generator runs under plop itself, with the same plan and apply', async () => {
  const target = join(scratchFolder(), 'svc');
  const { exitCode, stdout } = await plopService(target);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/svc: \d+ files/);
  expect(existsSync(join(target, 'plinth.lock'))).toBe(true);
});

test.each([
  {
    told: 'the version of the package manager',
    manager: 'pnpm',
    agent: 'pnpm/12.21.0 npm/? node/v24.21.0 linux x64',
    recorded: { packageManager: { name: 'pnpm', version: '12.21.0' }, node: 'system' },
  },
  {
    told: 'that the machine has too old a Node',
    manager: 'npm',
    agent: 'npm/10.9.0 node/v20.19.0 linux x64 workspaces/false',
    recorded: { packageManager: { name: 'npm' }, node: 'bundled' },
  },
])('the service records $told, as one of create does', async ({ manager, agent, recorded }) => {
  const target = join(scratchFolder(), 'svc');
  const { stdout, stderr } = await plopService(target, manager, agent);
  expect(existsSync(join(target, 'plinth.json')), stdout + stderr).toBe(true);
  expect(JSON.parse(readFileSync(join(target, 'plinth.json'), 'utf8'))).toMatchObject(recorded);
});

test('a practice is not added under plop to what other templates have rendered', async () => {
  const target = join(scratchFolder(), 'svc');
  await plopService(target);
  const lock = join(target, 'plinth.lock');
  const text = readFileSync(lock, 'utf8');
  writeFileSync(lock, text.replace(/("pack": .*"sha256":) ?"[^"]*"/, `$1 "${'0'.repeat(64)}"`));
  const entry = join(root, 'node_modules/plop/bin/plop.js');
  const plopfile = join(root, 'generators/plopfile.ts');
  const args = ['--plopfile', plopfile, '--dest', target, 'practice', '--', '--practices', 'cache'];
  const options = { cwd: target, stdin: 'ignore', reject: false, env: { NO_COLOR: '1' } } as const;
  const { stdout, stderr } = await execa(process.execPath, [entry, ...args], options);
  expect(stdout + stderr).toContain('another state of it');
  expect(existsSync(join(target, 'src/practices/cache'))).toBe(false);
});

test('a directory that is not empty fails under plop too, and is left as it was', async () => {
  const folder = scratchFolder();
  const target = join(folder, 'svc');
  await plopService(target);
  const before = readdirSync(target);
  const { stdout, stderr } = await plopService(target);
  expect(stdout + stderr).toContain('is not empty');
  expect(readdirSync(target)).toEqual(before);
});

test('practices are added under plop with the plan and apply of plinth add', async () => {
  const target = join(scratchFolder(), 'svc');
  await plopService(target);
  const entry = join(root, 'node_modules/plop/bin/plop.js');
  const plopfile = join(root, 'generators/plopfile.ts');
  const args = ['--plopfile', plopfile, '--dest', target, 'practice', '--', '--practices', 'cache'];
  const options = { cwd: target, stdin: 'ignore', reject: false, env: { NO_COLOR: '1' } } as const;
  const { exitCode, stdout, stderr } = await execa(process.execPath, [entry, ...args], options);
  expect(exitCode, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/svc: \d+ files/);
  expect(existsSync(join(target, 'src/practices/cache/practice.ts'))).toBe(true);
});

test('a module under plop waits for what an earlier run left to be resolved', async () => {
  const target = join(scratchFolder(), 'svc');
  await plopService(target);
  mkdirSync(join(target, '.plinth/conflicts'));
  writeFileSync(join(target, '.plinth/conflicts/state.json'), '{}');
  const entry = join(root, 'node_modules/plop/bin/plop.js');
  const plopfile = join(root, 'generators/plopfile.ts');
  const words = 'notes body:text';
  const args = ['--plopfile', plopfile, '--dest', target, 'module', '--', '--module', words];
  const options = { cwd: target, stdin: 'ignore', reject: false, env: { NO_COLOR: '1' } } as const;
  const { stdout, stderr } = await execa(process.execPath, [entry, ...args], options);
  expect(stdout + stderr).toContain('conflicts of an earlier run are to be resolved');
  expect(existsSync(join(target, 'src/modules/notes'))).toBe(false);
});
