import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who commits in tests, and nothing of the machine's own configuration. */
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** How a git command ended. */
export interface GitRun {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs git, which may fail. */
export function tryGit(root: string, ...args: readonly string[]): GitRun {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, env, encoding: 'utf8' });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

/** Runs git, and returns what it prints. */
export function git(root: string, ...args: readonly string[]): string {
  const { ok, output } = tryGit(root, ...args);
  if (ok) return output;
  throw new Error(`git ${args.join(' ')}: ${output}`);
}

/** Makes a folder a git repository, by `git init` with some options, with everything in one commit. */
export function initGit(root: string, ...options: readonly string[]): void {
  git(root, 'init', '--quiet', '--initial-branch=main', ...options);
  // A first commit is enough; packing in the background would race with the end of the test.
  git(root, 'config', 'gc.auto', '0');
  appendFileSync(join(root, '.git/info/exclude'), 'node_modules\n');
  commitAll(root, 'first');
}

/** Commits everything as it stands. */
export function commitAll(root: string, message: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--allow-empty', '--message', message);
}
