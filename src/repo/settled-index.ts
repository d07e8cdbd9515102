import type { RunGit } from './git.ts';
import { unmergedPaths, type IndexChange } from './git-index.ts';
import { isRecord } from './records.ts';

/**
 * What becomes of the index along with a change that settles conflicts.
 *
 * @param settles - the paths that are in conflict no longer; Plinth's own records are among them anyway
 */
export async function settledIndex(git: RunGit, settles: readonly string[]): Promise<IndexChange> {
  const settled = new Set(settles);
  const unmerged = [...(await unmergedPaths(git))];
  return {
    resolved: unmerged.filter((path) => settled.has(path) || isRecord(path)),
    entries: new Map(),
  };
}
