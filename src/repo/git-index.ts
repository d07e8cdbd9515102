import { PlinthError } from '../pack/error.ts';
import { inChunks, namesIn, type RunGit } from './git.ts';
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
    if (resolved.length > 0) assertDone(await git(['add', '--all', '--', ...resolved]));
    await putEntries(git, entries);
    return work();
  } catch (error) {
    await putEntries(git, before);
    throw error;
  }
}

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

/** The entries of conflicts, as a merge of git makes them; none outside of a git repository. */
export async function conflictEntries(
  git: RunGit,
  conflicts: readonly Stages[],
): Promise<IndexEntries> {
  const entries = new Map<string, readonly string[]>();
  if (!(await git(['rev-parse', '--git-dir'])).ok) return entries;
  for (const { path, ...sides } of conflicts) {
    const stages: string[] = [];
    for (const [at, side] of [sides.base, sides.ours, sides.next].entries()) {
      if (!side) continue;
      const object = await git(['hash-object', '-w', '--no-filters', '--stdin'], side.bytes);
      stages.push(entryOf(side.mode, assertDone(object), at + 1));
    }
    entries.set(path, stages);
  }
  return entries;
}

/** The paths that the index has in conflict. */
export async function unmergedPaths(git: RunGit): Promise<ReadonlySet<string>> {
  const { ok, output } = await git(['ls-files', '--unmerged', '-z']);
  return new Set(ok ? namesIn(output).map((line) => line.split('\t')[1] ?? '') : []);
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
