import { PlinthError } from '../pack/error.ts';
import type { Change } from './changes.ts';
import { ignoredAmong, inChunks, namesIn, type RunGit } from './git.ts';
import type { Content } from './three-way.ts';

/** Path → its lines of `git ls-files --stage`, without the path: `100644 <object> 0`. */
export type IndexEntries = ReadonlyMap<string, readonly string[]>;

/** What is to become of the index. */
export interface IndexChange {
  /** Paths whose conflict is resolved as the files stand, deleted ones too. */
  readonly resolved: readonly string[];
  /** What other paths are to have; one with nothing is taken out. */
  readonly entries: IndexEntries;
}

/** The three versions of a path that is in conflict. */
export interface Stages {
  readonly path: string;
  readonly base: Content | undefined;
  readonly ours: Content | undefined;
  readonly next: Content | undefined;
}

/**
 * Changes the index, then does the work that goes with it. When git refuses, the work is not begun; when
 * the work fails, the index is put back.
 *
 * @throws PlinthError `PLINTH_WRITE_FAILED`, or what the work throws
 */
export async function withIndex<T>(
  git: RunGit,
  { resolved, entries }: IndexChange,
  work: () => T,
): Promise<T> {
  const before = await indexEntries(git, [...resolved, ...entries.keys()]);
  try {
    if (resolved.length > 0) assertDone(await git([...add, ...resolved]));
    await putEntries(git, entries);
    return work();
  } catch (error) {
    await putEntries(git, before);
    throw error;
  }
}

/** That git would give other line ends back is no reason not to take a file. */
const anyLineEnds = ['-c', 'core.safecrlf=false'];
const add = [...anyLineEnds, 'add', '--all', '--'];

/** What the index has at some paths: nothing at any of them outside of a git repository. */
export async function indexEntries(git: RunGit, paths: readonly string[]): Promise<IndexEntries> {
  const entries = new Map(paths.map((path): [string, string[]] => [path, []]));
  for (const line of (await inChunks(git, ['ls-files', '--stage', '-z', '--'], paths)) ?? []) {
    const [entry = '', path = ''] = line.split('\t');
    const found = entries.get(path);
    if (found && !found.includes(entry)) found.push(entry);
  }
  return entries;
}

/**
 * The entries of conflicts, as a merge of git makes them; none outside of a git repository, nor of what
 * git ignores: a secret that nobody committed is not to come into a commit by being resolved.
 */
export async function conflictEntries(
  git: RunGit,
  conflicts: readonly Stages[],
): Promise<IndexEntries> {
  const entries = new Map<string, readonly string[]>();
  if (!(await git(['rev-parse', '--git-dir'])).ok) return entries;
  const ignored = await ignoredAmong(
    git,
    conflicts.map(({ path }) => path),
  );
  for (const { path, ...sides } of conflicts) {
    if (ignored.has(path)) continue;
    const stages: string[] = [];
    for (const [at, side] of [sides.base, sides.ours, sides.next].entries()) {
      if (!side) continue;
      stages.push(entryOf(side.mode, await storedAs(git, side.bytes, '--no-filters'), at + 1));
    }
    entries.set(path, stages);
  }
  return entries;
}

/** The entries that `git add` would make of changed files; what git ignores has none. */
export async function changedEntries(
  git: RunGit,
  changes: readonly Change[],
): Promise<IndexEntries> {
  const entries = new Map<string, readonly string[]>();
  const ignored = await ignoredAmong(
    git,
    changes.map(({ path }) => path),
  );
  for (const change of changes) {
    const { path } = change;
    if (ignored.has(path)) continue;
    if (change.kind === 'remove') entries.set(path, []);
    else {
      const object = await storedAs(git, change.bytes, `--path=${path}`);
      entries.set(path, [entryOf(change.mode, object, 0)]);
    }
  }
  return entries;
}

/** The paths that the index has in conflict. */
export async function unmergedPaths(git: RunGit): Promise<ReadonlySet<string>> {
  const { ok, output } = await git(['ls-files', '--unmerged', '-z']);
  return new Set(ok ? namesIn(output).map((line) => line.split('\t')[1] ?? '') : []);
}

/** Keeps bytes in the repository, and returns their id. */
async function storedAs(git: RunGit, bytes: Uint8Array, filters: string): Promise<string> {
  const store = [...anyLineEnds, 'hash-object', '-w', filters, '--stdin'];
  return assertDone(await git(store, bytes));
}

function entryOf(mode: Content['mode'], object: string, stage: number): string {
  return `${mode === 0o755 ? '100755' : '100644'} ${object} ${String(stage)}`;
}

/** Only what differs is touched: other entries keep what git remembers along with them. */
async function putEntries(git: RunGit, entries: IndexEntries): Promise<void> {
  const now = await indexEntries(git, [...entries.keys()]);
  const changed = [...entries].filter(([path, lines]) => String(lines) !== String(now.get(path)));
  if (changed.length === 0) return;
  // `update-index` takes paths from the root of the repository, `ls-files` gives those of the folder.
  const prefix = assertDone(await git(['rev-parse', '--show-prefix']));
  const id = assertDone(await git(['hash-object', '--stdin']));
  const nothing = `0 ${'0'.repeat(id.length)}`;
  // All are taken out first: where a folder was, a file may be put.
  const lines = [
    ...changed.map(([path]) => `${nothing}\t${prefix}${path}\0`),
    ...changed.flatMap(([path, stages]) => stages.map((stage) => `${stage}\t${prefix}${path}\0`)),
  ];
  assertDone(await git(['update-index', '-z', '--index-info'], Buffer.from(lines.join(''))));
}

/** What git has printed, when it has done what it was told. */
function assertDone({ ok, output, problem }: Awaited<ReturnType<RunGit>>): string {
  if (ok) return output.toString('utf8').trim();
  throw new PlinthError('PLINTH_WRITE_FAILED', `git cannot write its index: ${problem}`, {
    hint: 'Nothing was written. Wait for any other git that works here, or remove a lock that one has left, then run this again.',
  });
}
