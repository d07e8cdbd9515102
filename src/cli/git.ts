import { run, type Finished } from '../../generators/run-process.ts';
import { interruptible } from './interruptible.ts';
import type { Terminal } from './terminal.ts';

/** How long a first commit may take, hooks and signing included. */
const commitTimeoutMs = 30_000;

export interface GitOutcome {
  readonly state: 'committed' | 'initialised' | 'none';
  /** Why it is not `committed`; absent when it is. */
  readonly reason?: string;
}

/**
 * Tells whether a directory belongs to a git repository. One of another owner, as a container sees those
 * of its host, is a repository too: git would refuse to say so, and this runs nothing of it.
 */
export async function insideRepository(directory: string, terminal: Terminal): Promise<boolean> {
  const asked = ['-c', 'safe.directory=*', 'rev-parse', '--is-inside-work-tree'];
  const { ok, output } = await git(asked, directory, terminal);
  return ok && output === 'true';
}

/**
 * Makes a directory a git repository with one commit, by the user's own git configuration. Git is never
 * let ask: what needs an answer is left to the user, and said.
 *
 * @param directory - the service, outside of any repository
 * @param message - of the commit
 */
export async function firstCommit(
  directory: string,
  message: string,
  terminal: Terminal,
): Promise<GitOutcome> {
  const branch = await git(['config', 'init.defaultBranch'], directory, terminal);
  const named = branch.output === '' ? ['--initial-branch=main'] : [];
  const initialised = await git(['init', '--quiet', ...named], directory, terminal);
  if (!initialised.ok) return { state: 'none', reason: `git init failed: ${initialised.problem}` };
  if (!(await hasIdentity(directory, terminal))) {
    return {
      state: 'initialised',
      reason: 'git does not know your name and e-mail: commit yourself',
    };
  }
  const added = await addAll(directory, terminal);
  const committed = added.ok
    ? await git(['commit', '--quiet', '--message', message], directory, terminal)
    : added;
  if (committed.ok) return { state: 'committed' };
  return { state: 'initialised', reason: `the first commit failed: ${committed.problem}` };
}

/**
 * Adds what the service's own `.gitignore` lets through, and never packages. Nobody's habits count: a
 * `*.lock` or `*.gz` of the user's, or of the template that git makes repositories from, would leave out
 * what every clone needs.
 */
async function addAll(directory: string, terminal: Terminal): Promise<Finished> {
  const ignored = ['--exclude-per-directory=.gitignore', '--exclude=node_modules/'];
  const found = await git(['ls-files', '--others', ...ignored, '-z'], directory, terminal);
  if (!found.ok) return found;
  return git(['update-index', '--add', '-z', '--stdin'], directory, terminal, found.output);
}

/** Git makes up an identity from the host's name when it may; a commit by nobody is worth less than none. */
async function hasIdentity(directory: string, terminal: Terminal): Promise<boolean> {
  const asked = ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) =>
    git(['-c', 'user.useConfigOnly=true', 'var', name], directory, terminal),
  );
  return (await Promise.all(asked)).every(({ ok }) => ok);
}

function git(
  args: readonly string[],
  cwd: string,
  terminal: Terminal,
  input = '',
): Promise<Finished> {
  const env = { GIT_TERMINAL_PROMPT: '0' };
  return interruptible(
    (signal) => run('git', args, terminal, { cwd, env, input, timeoutMs: commitTimeoutMs, signal }),
    ({ ok }) => !ok,
  );
}
