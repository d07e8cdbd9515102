import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { snapshot } from '../../src/repo/snapshot.ts';
import { initGit } from '../../src/repo/testing-git.ts';
import { jsonOf, plinth, type FailureJson, type Ran } from './plinth.ts';
import { smallService } from './small-service.ts';

interface Edits {
  readonly result: {
    readonly files: readonly {
      readonly path: string;
      readonly change: string;
      readonly practices: readonly string[];
      readonly ownership: string;
      readonly added: number | null;
      readonly removed: number | null;
      readonly diff: string | null;
    }[];
  };
}

const files = (ran: Ran) => jsonOf<Edits>(ran).result.files;

test('where nothing was edited there is nothing to show, whatever the line ends', async () => {
  const service = await smallService();
  service.write({ 'README.md': `\ufeff${service.read('README.md').replaceAll('\n', '\r\n')}` });
  expect(await service.run('diff')).toMatchObject({
    exitCode: 0,
    stdout: 'Every file is as it was rendered.',
  });
});

test('it shows what was edited and deleted, of every ownership, and git takes it all back', async () => {
  const service = await smallService('cache=shared,jobs');
  const before = snapshot(service.root);
  service.append('README.md', '\nMine.\n\n');
  service.append('src/practices.gen.ts', '// mine\n');
  service.append('src/practices/jobs/migrations/jobs_0001_table.ts', '// mine\n');
  chmodSync(join(service.root, 'bin/start'), 0o755);
  rmSync(join(service.root, 'src/practices/cache/testing.ts'));

  const { exitCode, stdout } = await service.run('diff');
  expect(exitCode).toBe(0);
  await execa('git', ['apply', '-R', '-'], { cwd: service.root, input: `${stdout}\n` });
  expect(snapshot(service.root)).toEqual(before);
});

test('in a monorepo git takes it at the root and in the folder of the service', async () => {
  const service = await smallService();
  const monorepo = dirname(service.root);
  initGit(monorepo);
  service.append('README.md', '\nMine.\n');
  const edited = service.read('README.md');
  const { stdout } = await service.run('diff');
  for (const folder of [monorepo, service.root]) {
    service.write({ 'README.md': edited });
    await execa('git', ['apply', '-R', '-'], { cwd: folder, input: `${stdout}\n` });
    expect(service.read('README.md'), folder).not.toContain('Mine.');
  }
});

test('--json has each file with its practices, its ownership and the lines', async () => {
  const service = await smallService();
  service.write({ 'README.md': service.read('README.md').replace('End.', 'The end.\nReally.') });
  expect(files(await service.run('diff', '--json'))).toEqual([
    {
      path: 'README.md',
      change: 'edited',
      practices: ['base', 'cache'],
      ownership: 'merged',
      added: 2,
      removed: 1,
      diff: expect.stringContaining('-End.\n+The end.\n+Really.\n') as string,
    },
  ]);
});

test('a path narrows it down, from wherever it is meant', async () => {
  const service = await smallService();
  service.append('README.md', 'Mine.\n');
  service.append('src/main.ts', '// mine\n');
  const pathsOf = async (...args: readonly string[]) =>
    files(await service.run('diff', ...args, '--json')).map(({ path }) => path);
  expect(await pathsOf('src')).toEqual(['src/main.ts']);
  expect(await pathsOf('README.md')).toEqual(['README.md']);
  expect(await pathsOf('.')).toEqual(['README.md', 'src/main.ts']);
  const inside = await plinth(['diff', '../README.md', '--json'], {
    cwd: join(service.root, 'src'),
  });
  expect(files(inside).map(({ path }) => path)).toEqual(['README.md']);
});

test.each(['src/mine.ts', '../pack', 'plinth.json', 'READM'])(
  'Plinth wrote nothing at %s, and says so',
  async (path) => {
    const service = await smallService();
    service.write({ 'src/mine.ts': 'export {};\n' });
    const ran = await service.run('diff', path, '--json');
    expect(ran.exitCode).toBe(4);
    expect(jsonOf<FailureJson>(ran).error).toMatchObject({ code: 'PLINTH_NOT_RENDERED', path });
  },
);

test('edits of merged files need no pack: what was rendered is kept', async () => {
  const service = await smallService();
  service.append('README.md', 'Mine.\n');
  const ran = await plinth(['diff', '--pack', 'nowhere'], { cwd: service.root });
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ran.stdout).toContain('+Mine.');
});

test('of a managed file whose template moved on, the text of then is not known, and that is said', async () => {
  const service = await smallService();
  service.append('src/main.ts', '// mine\n');
  service.changePack({ 'base/files/src/main.ts': "export const main = 'later';\n" });
  expect((await service.run('diff')).stdout).toBe(
    '# src/main.ts: edited; the template has changed since, so that the text of then is not known',
  );
  expect(files(await service.run('diff', '--json'))).toMatchObject([
    { change: 'edited', diff: null },
  ]);
});

test('a folder where a file was rendered is told', async () => {
  const service = await smallService();
  rmSync(join(service.root, 'README.md'));
  mkdirSync(join(service.root, 'README.md'));
  expect((await service.run('diff')).stdout).toBe(
    '# README.md: a folder stands where a file belongs',
  );
});

test('colour obeys NO_COLOR', async () => {
  const service = await smallService();
  service.append('README.md', 'Mine.\n');
  const run = (env: Readonly<Record<string, string>>) =>
    plinth(['diff'], { cwd: service.root, env });
  expect((await run({ FORCE_COLOR: '1' })).stdout).toContain('\u001b[32m+Mine.\u001b[39m');
  expect((await run({ FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain('\u001b[');
});
