/** What the plan has to know of a repository's version control. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gitEnvironment } from '../pack/git-environment.ts';

const exec = promisify(execFile);

/** Output of a git command, in bytes; larger than any repository's list of files. */
const mostOutput = 256 * 1024 * 1024;

/**
 * Runs git in a directory, without a shell. A repository's own configuration may name programs to run
 * for monitors and hooks: they are off. What it printed before it failed is there too: a merge with
 * conflicts counts as failed. `problem` is the first line of what it complained of.
 */
export type RunGit = (
  args: readonly string[],
  input?: Uint8Array,
) => Promise<{ readonly ok: boolean; readonly output: Buffer; readonly problem: string }>;

/** What names the other commit while git merges, picks, rebases or reverts. */
export const otherHeads = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REBASE_HEAD', 'REVERT_HEAD'] as const;

/** Git for the directory `root`. */
export function gitIn(root: string): RunGit {
  const env = gitEnvironment(process.env);
  return async (args, input) => {
    const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args];
    const running = exec('git', safe, {
      cwd: root,
      encoding: 'buffer',
      maxBuffer: mostOutput,
      env: {
        ...env,
        GIT_LITERAL_PATHSPECS: '1',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_TERMINAL_PROMPT: '0',
        // What it complains of is read here, and shown among sentences in English.
        LC_ALL: 'C',
      },
    });
    // A git that ends early closes its end: its exit says why.
    running.child.stdin?.on('error', () => undefined).end(input ?? '');
    try {
      return { ok: true, output: (await running).stdout, problem: '' };
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout?: Buffer; readonly stderr?: Buffer };
      const [problem = ''] = (stderr?.toString('utf8') ?? '').split('\n');
      return { ok: false, output: stdout ?? Buffer.alloc(0), problem };
    }
  };
}

/**
 * What stands before a directory's paths in its git repository.
 *
 * @param git - for the directory
 * @returns ends with `/`; empty at the root of the repository, and outside of any
 */
export async function gitPrefix(git: RunGit): Promise<string> {
  const { ok, output } = await git(['rev-parse', '--show-prefix']);
  return ok ? output.toString('utf8').replace(/\n$/, '') : '';
}

/** Paths by what git knows of them. */
export interface GitStatus {
  /** Those that git tracks, in whatever state. */
  readonly tracked: ReadonlySet<string>;
  /** Those whose content or mode is not the last commit's. */
  readonly dirty: ReadonlySet<string>;
}

/**
 * Asks git about some paths of a repository.
 *
 * @param git - for the directory that `paths` are relative to
 * @returns `undefined` outside of a git repository, and before its first commit: there git does not
 * know anything that could be lost. Of a repository that it refuses to read, as it does another owner's
 * in a container, nothing is known to be in a commit
 */
export async function gitStatus(
  git: RunGit,
  paths: readonly string[],
): Promise<GitStatus | undefined> {
  if (paths.length === 0) return { tracked: new Set(), dirty: new Set() };
  // Against HEAD, of which there is none where nothing was committed.
  const changed = ['diff', '--name-only', '--relative', '--no-ext-diff', '-z', 'HEAD', '--'];
  const [tracked, dirty] = await Promise.all([
    inChunks(git, ['ls-files', '-z', '--'], paths),
    inChunks(git, changed, paths),
  ]);
  if (tracked && dirty) return { tracked: new Set(tracked), dirty: new Set(dirty) };
  if (!tracked && (await refusesToRead(git))) {
    return { tracked: new Set(paths), dirty: new Set(paths) };
  }
  return undefined;
}

async function refusesToRead(git: RunGit): Promise<boolean> {
  const { ok, problem } = await git(['rev-parse', '--git-dir']);
  return !ok && problem !== '' && !problem.includes('not a git repository');
}

/**
 * Which paths git tracks without having them in the worktree: those that a sparse checkout leaves out.
 *
 * @param git - for the directory that `paths` are relative to
 */
export async function leftOutOfCheckout(
  git: RunGit,
  paths: readonly string[],
): Promise<readonly string[]> {
  const tagged = await inChunks(git, ['ls-files', '-t', '-z', '--'], paths);
  return (tagged ?? []).filter((line) => line.startsWith('S ')).map((line) => line.slice(2));
}

/** Which paths git ignores; one that it tracks is none of them. */
export async function ignoredAmong(
  git: RunGit,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const input = Buffer.from(paths.map((path) => `${path}\0`).join(''));
  // It fails where it is to take paths literally, as every command is told to.
  const check = ['--no-literal-pathspecs', 'check-ignore', '-z', '--stdin'];
  return new Set(namesIn((await git(check, input)).output));
}

/** How many paths fit on one command line, on every system. */
const chunk = 200;

/** What git answers about some paths, however many they are; `undefined` when it fails. */
export async function inChunks(
  git: RunGit,
  args: readonly string[],
  paths: readonly string[],
): Promise<readonly string[] | undefined> {
  const found: string[] = [];
  for (let first = 0; first < paths.length; first += chunk) {
    const { ok, output } = await git([...args, ...paths.slice(first, first + chunk)]);
    if (!ok) return undefined;
    found.push(...namesIn(output));
  }
  return found;
}

/** Names that end with a NUL each. */
export function namesIn(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}
