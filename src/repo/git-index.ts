import { namesIn, type RunGit } from './git.ts';
import type { Content } from './three-way.ts';

/** Path → its lines of `git ls-files --stage`, without the path: `100644 <object> 0`. */
export type IndexStages = ReadonlyMap<string, readonly string[]>;

/** The three versions of a path that is in conflict. */
export interface Stages {
  readonly path: string;
  readonly base: Content | undefined;
  readonly ours: Content | undefined;
  readonly next: Content | undefined;
}

/** What the index of a git repository has at some paths; nothing outside of one. */
export async function indexEntries(git: RunGit, paths: readonly string[]): Promise<IndexStages> {
  if (paths.length === 0) return new Map();
  const { ok, output } = await git(['ls-files', '--stage', '-z', '--', ...paths]);
  const entries = new Map<string, string[]>();
  for (const line of ok ? namesIn(output) : []) {
    const [entry = '', path = ''] = line.split('\t');
    entries.set(path, [...(entries.get(path) ?? []), entry]);
  }
  return entries;
}

/** Puts conflicts into the index, as a merge of git does. Outside of a git repository it does nothing. */
export async function stageConflicts(git: RunGit, conflicts: readonly Stages[]): Promise<void> {
  if (!(await git(['rev-parse', '--git-dir'])).ok) return;
  const prefix = await prefixOf(git);
  const lines: string[] = [];
  for (const { path, ...sides } of conflicts) {
    lines.push(`0 ${'0'.repeat(40)}\t${prefix}${path}`);
    for (const [at, side] of [sides.base, sides.ours, sides.next].entries()) {
      if (!side) continue;
      const object = await git(['hash-object', '-w', '--no-filters', '--stdin'], side.bytes);
      const mode = side.mode === 0o755 ? '100755' : '100644';
      lines.push(
        `${mode} ${object.output.toString('utf8').trim()} ${String(at + 1)}\t${prefix}${path}`,
      );
    }
  }
  await updateIndex(git, lines);
}

/** Puts entries back that {@link indexEntries} had found; a path without any is taken out. */
export async function restoreIndex(git: RunGit, entries: IndexStages): Promise<void> {
  if (entries.size === 0 || !(await git(['rev-parse', '--git-dir'])).ok) return;
  const prefix = await prefixOf(git);
  const lines = [...entries].flatMap(([path, stages]) => [
    `0 ${'0'.repeat(40)}\t${prefix}${path}`,
    ...stages.map((stage) => `${stage}\t${prefix}${path}`),
  ]);
  await updateIndex(git, lines);
}

/** The paths that the index has in conflict. */
export async function unmergedPaths(git: RunGit): Promise<ReadonlySet<string>> {
  const { ok, output } = await git(['ls-files', '--unmerged', '-z']);
  return new Set(ok ? namesIn(output).map((line) => line.split('\t')[1] ?? '') : []);
}

/** Tells the index that conflicts are resolved as the files stand now, deleted ones too. */
export async function stageResolved(git: RunGit, paths: readonly string[]): Promise<void> {
  if (paths.length > 0) await git(['add', '--all', '--', ...paths]);
}

/** `update-index` takes paths from the root of the repository, `ls-files` gives those of the folder. */
async function prefixOf(git: RunGit): Promise<string> {
  const { output } = await git(['rev-parse', '--show-prefix']);
  return output.toString('utf8').trim();
}

async function updateIndex(git: RunGit, lines: readonly string[]): Promise<void> {
  await git(
    ['update-index', '-z', '--index-info'],
    Buffer.from(lines.map((line) => `${line}\0`).join('')),
  );
}
