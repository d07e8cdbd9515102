import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, expect, test } from 'vitest';
import { firstCommit } from '../../src/cli/git.ts';
import { processTerminal } from '../../src/cli/terminal.ts';
import { nodeBinary } from '../npm-cache.ts';
import { jsonOf, plinth, scratchFolder } from './plinth.ts';

interface GitJson {
  readonly result: { readonly git: { readonly state: string; readonly reason?: string } };
}

const known = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

let cwd: string;
let env: Record<string, string | undefined>;

beforeEach(() => {
  cwd = scratchFolder();
  // Nobody's configuration: this machine's must not decide the test.
  env = { HOME: cwd, XDG_CONFIG_HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', EMAIL: undefined };
});

async function created(...flags: readonly string[]): Promise<GitJson['result']['git']> {
  const args = ['create', 'svc', '--preset', 'minimal', '--no-install', '--json', ...flags];
  return jsonOf<GitJson>(await plinth(args, { cwd, env })).result.git;
}

async function git(...args: readonly string[]): Promise<string> {
  return (await execa('git', [...args], { cwd: join(cwd, 'svc'), env })).stdout;
}

test('a new service is a git repository with one commit and nothing left over', async () => {
  env = { ...env, ...known };
  expect(await created()).toEqual({ state: 'committed' });
  expect(await git('log', '--format=%s %an')).toBe('Create svc with Plinth A');
  expect(await git('branch', '--show-current')).toBe('main');
  expect(await git('status', '--porcelain')).toBe('');
});

test('what the user has git ignore everywhere is in the first commit, and told of a later change', async () => {
  writeFileSync(join(cwd, '.gitconfig'), '[core]\n\texcludesFile = ~/ignore\n');
  writeFileSync(join(cwd, 'ignore'), '*.lock\n*.gz\n.env*\n');
  env = { ...env, ...known };
  expect(await created()).toEqual({ state: 'committed' });
  expect(await git('status', '--porcelain', '--ignored')).toBe('');
  expect(await git('ls-files', 'plinth.lock', '.env.example')).not.toBe('');

  const svc = join(cwd, 'svc');
  const add = ['add', 'ci', '--no-install'];
  const { stdout } = await plinth(add, { cwd: svc, env });
  expect(stdout).toMatch(
    /\.plinth\/base\/\S+(?: and \d+ more .*)?: git ignores what every clone needs\. git add --force \.plinth\/base$/m,
  );
  await git('add', '--force', '.plinth/base');
  const again = await plinth(['remove', 'ci', '--no-install', '--json'], { cwd: svc, env });
  expect(jsonOf(again)).toMatchObject({ result: { written: true, ignored: [] } });
});

test('what the template of the user’s repositories ignores is in the first commit too', async () => {
  mkdirSync(join(cwd, 'template/info'), { recursive: true });
  writeFileSync(join(cwd, 'template/info/exclude'), '*.lock\n*.gz\n.env*\n');
  writeFileSync(join(cwd, '.gitconfig'), `[init]\n\ttemplateDir = ${join(cwd, 'template')}\n`);
  env = { ...env, ...known };
  expect(await created()).toEqual({ state: 'committed' });
  expect(await git('status', '--porcelain', '--ignored')).toBe('');
});

test('packages that only the user’s habits keep out of a repository stay out of the first commit', async () => {
  mkdirSync(join(cwd, 'git'));
  writeFileSync(join(cwd, 'git/ignore'), 'node_modules\n');
  const service = join(cwd, 'svc');
  mkdirSync(join(service, 'node_modules'), { recursive: true });
  for (const path of ['main.ts', 'node_modules/dep.js']) writeFileSync(join(service, path), '');
  const terminal = { ...processTerminal(), env: { ...process.env, ...env, ...known } };
  expect(await firstCommit(service, 'First', terminal)).toEqual({ state: 'committed' });
  expect(await git('ls-files')).toBe('main.ts');
});

test('the branch has the name that the user likes', async () => {
  writeFileSync(join(cwd, '.gitconfig'), '[init]\n\tdefaultBranch = trunk\n');
  env = { ...env, ...known };
  await created();
  expect(await git('branch', '--show-current')).toBe('trunk');
});

test('without an identity the commit is skipped, and that is said', async () => {
  const { state, reason } = await created();
  expect(state).toBe('initialised');
  expect(reason).toContain('git does not know your name');
});

test("a commit that the user's own hook refuses is said, and the service stays", async () => {
  const hooks = join(cwd, 'hooks');
  await execa('mkdir', [hooks]);
  writeFileSync(join(hooks, 'pre-commit'), '#!/bin/sh\necho not today >&2\nexit 1\n', {
    mode: 0o755,
  });
  writeFileSync(join(cwd, '.gitconfig'), `[core]\n\thooksPath = ${hooks}\n`);
  env = { ...env, ...known };
  expect(await created()).toMatchObject({
    state: 'initialised',
    reason: 'the first commit failed: not today',
  });
});

test('a commit that cannot be signed is said with the reason, not with what came of it', async () => {
  const signing = '[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n';
  writeFileSync(join(cwd, '.gitconfig'), signing);
  env = { ...env, ...known };
  const { reason } = await created();
  expect(reason).toBe('the first commit failed: error: gpg failed to sign the data');
});

test('what a hook leaves running in the background is not waited for', async () => {
  const hooks = join(cwd, 'hooks');
  await execa('mkdir', [hooks]);
  writeFileSync(join(hooks, 'post-commit'), '#!/bin/sh\nsleep 20 &\necho $! > sleeping\n', {
    mode: 0o755,
  });
  writeFileSync(join(cwd, '.gitconfig'), `[core]\n\thooksPath = ${hooks}\n`);
  env = { ...env, ...known };
  const begun = Date.now();
  expect(await created()).toEqual({ state: 'committed' });
  expect(Date.now() - begun).toBeLessThan(15_000);
  process.kill(Number(readFileSync(join(cwd, 'svc/sleeping'), 'utf8')));
});

test('without git there is no repository, and that is said', async () => {
  env = { ...env, PATH: '/nonexistent' };
  expect(await created()).toEqual({
    state: 'none',
    reason: 'git init failed: there is no git on the PATH',
  });
});

test('inside a repository there is no other one', async () => {
  await execa('git', ['init', '--quiet'], { cwd, env });
  expect(await created()).toMatchObject({ state: 'none' });
  expect(existsSync(join(cwd, 'svc/.git'))).toBe(false);
});

test('inside a repository of another owner there is no other one either', async () => {
  await execa('git', ['init', '--quiet'], { cwd, env });
  // By this git takes every repository for somebody else's.
  env = { ...env, ...known, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  expect(await created()).toEqual({
    state: 'none',
    reason: 'the directory is inside a git repository',
  });
});

test('with --no-git there is none', async () => {
  expect(await created('--no-git')).toEqual({ state: 'none' });
  expect(existsSync(join(cwd, 'svc/.git'))).toBe(false);
});

test('a clone has the plugin that Yarn is configured with, and nothing else of Yarn’s folder', async () => {
  const svc = join(cwd, 'svc');
  const args = ['create', 'svc', '--pm', 'yarn', '--yes', '--no-install', '--no-git'];
  await plinth(args, { cwd, env, node: await nodeBinary('20.19.0') });
  writeFileSync(join(svc, '.yarn/install-state.gz'), '');
  await git('init', '--quiet');
  await git('add', '--all');
  const [plugin = ''] =
    /\.yarn\/plugins\/\S+/.exec(readFileSync(join(svc, '.yarnrc.yml'), 'utf8')) ?? [];
  expect(await git('ls-files', '.yarn')).toBe(plugin);
});
