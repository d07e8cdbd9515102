import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, inject, test } from 'vitest';
import { jsonOf, plinth, scratchFolder, type FailureJson } from './plinth.ts';

const identity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

/** A registry that is not there: port 9 is closed. */
const deadRegistry = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };

test('when install fails the files stay, and the next command is printed', async () => {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, 'my work'));
  const ran = await plinth(['create', 'my work/svc', '--preset', 'minimal', '--json'], {
    cwd,
    env: deadRegistry,
  });
  const { error } = jsonOf<FailureJson>(ran);
  expect(ran.exitCode).toBe(4);
  expect(error).toMatchObject({ code: 'PLINTH_INSTALL_FAILED', path: 'my work/svc' });
  expect(error.hint).toBe("The files are in place. Next: cd 'my work/svc' && npm install");
  expect(existsSync(join(cwd, 'my work/svc/plinth.lock'))).toBe(true);
});

test.each([
  ['bun', 'npm install --global bun@latest && bun install'],
  ['pnpm', 'corepack enable && pnpm install'],
  ['yarn', 'corepack enable && corepack install --global yarn@4 && yarn install'],
  ['npm', 'npm install'],
])('%s that is not there is an install that failed, and how to get it', async (pm, steps) => {
  const cwd = scratchFolder();
  const env = { PATH: '/nonexistent' };
  const ran = await plinth(['create', 'svc', '--pm', pm, '--preset', 'minimal', '--json'], {
    cwd,
    env,
  });
  expect(jsonOf<FailureJson>(ran).error).toMatchObject({
    code: 'PLINTH_INSTALL_FAILED',
    message: expect.stringMatching(
      new RegExp(`^${pm} install failed: there is no ${pm}( \\d+ or newer)? on the PATH$`),
    ) as string,
    hint: `The files are in place. Next: cd svc && ${steps}`,
  });
});

const getYarn = 'corepack enable && corepack install --global yarn@4';

test.each([
  ['yarn', '1.22.22', {}, 'yarn 4', getYarn],
  [
    'yarn',
    '1.22.22',
    { npm_config_user_agent: 'yarn/1.22.22 npm/? node/v24.21.0' },
    'yarn 4',
    getYarn,
  ],
  ['pnpm', '9.15.9', {}, 'pnpm 10', 'corepack enable'],
])('%s %s %j is neither pinned nor asked to install', async (pm, version, started, wanted, get) => {
  const cwd = scratchFolder();
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  const program = `#!/bin/sh\n[ "$1" = --version ] && echo ${version} || echo "$@" > installed\n`;
  writeFileSync(join(bin, pm), program, { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, ...started };
  const args = ['create', 'svc', '--pm', pm, '--preset', 'minimal', '--json'];
  expect(jsonOf<FailureJson>(await plinth(args, { cwd, env })).error).toMatchObject({
    message: `${pm} install failed: there is no ${wanted} or newer on the PATH`,
    hint: `The files are in place. Next: cd svc && ${get} && ${pm} install`,
  });
  expect(readFileSync(join(cwd, 'svc/package.json'), 'utf8')).not.toContain('packageManager');
  expect(existsSync(join(cwd, 'svc/installed'))).toBe(false);
});

test('the next steps of a service that was not installed say how to get its package manager', async () => {
  const args = ['create', 'svc', '--pm', 'bun', '--preset', 'minimal', '--yes', '--no-install'];
  const { stdout } = await plinth(args, { cwd: scratchFolder(), env: { PATH: '/nonexistent' } });
  expect(stdout).toContain('  cd svc\n  npm install --global bun@latest\n  bun install\n');
});

test('install sees the .npmrc and the environment, and its lock file is in the first commit', async () => {
  const cwd = scratchFolder();
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  // Stands for npm: what it was started with is what counts here.
  writeFileSync(
    join(bin, 'npm'),
    '#!/bin/sh\necho "$@" > seen.txt\necho "$HTTPS_PROXY" >> seen.txt\necho {} > package-lock.json\necho noise\n',
    { mode: 0o755 },
  );
  const env = {
    ...identity,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HTTPS_PROXY: 'http://proxy.example:3128',
  };
  const ran = await plinth(['create', 'svc', '--preset', 'minimal', '--json'], { cwd, env });
  expect(jsonOf(ran)).toMatchObject({
    ok: true,
    result: { installed: true, git: { state: 'committed' } },
  });
  expect(readFileSync(join(cwd, 'svc/seen.txt'), 'utf8')).toBe(
    'install --include=dev\nhttp://proxy.example:3128\n',
  );
  expect(ran.stderr).toContain('noise');
  const { stdout } = await execa('git', ['ls-files', 'package-lock.json'], {
    cwd: join(cwd, 'svc'),
  });
  expect(stdout).toBe('package-lock.json');
});

test.each([
  ['Ctrl-C', 'SIGINT', 130],
  ['SIGTERM', 'SIGTERM', 143],
  ['a terminal that is closed', 'SIGHUP', 129],
] as const)('%s in an install is no failed install', async (_, signal, exitCode) => {
  const cwd = scratchFolder();
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  // It ends at once, so that its end may be heard of before the signal is.
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho begun >&2\nexec sleep 20\n', { mode: 0o755 });
  const args = [join(inject('dist'), 'bin.cjs'), 'create', 'svc', '--preset', 'minimal', '--yes'];
  const running = execa(process.execPath, args, {
    cwd,
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    stdin: 'ignore',
    reject: false,
    // The keys of a terminal signal a whole group.
    detached: true,
  });
  running.stderr.on('data', (text) => {
    if (String(text).includes('begun')) process.kill(-(running.pid ?? 0), signal);
  });
  const ended = await running;
  expect(ended).toMatchObject({ exitCode, stdout: '' });
  expect(ended.stderr).toMatch(/begun\nThe files are in place\. Next: cd svc && npm install$/);
  expect(existsSync(join(cwd, 'svc/.git'))).toBe(false);
});

test('a signal that is heard of after the end of the install that it ended is no failed install', async () => {
  const cwd = scratchFolder();
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  const program = '#!/bin/sh\n(sleep 0.1; kill -s TERM $PPID) &\nkill -s TERM $$\n';
  writeFileSync(join(bin, 'npm'), program, { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  const ran = await plinth(['create', 'svc', '--preset', 'minimal', '--yes'], { cwd, env });
  expect(ran).toMatchObject({ exitCode: 143, stdout: '' });
});
