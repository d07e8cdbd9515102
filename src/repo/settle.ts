import type { Applied } from './apply.ts';
import { removalOfPending } from './finish-conflicts.ts';
import { gitIn } from './git.ts';
import { withIndex } from './git-index.ts';
import type { Repository } from './open-repository.ts';
import type { PlannedChange } from './plan-change.ts';
import { settledIndex } from './settled-index.ts';
import { changesOfChange, writeChanges } from './write-change.ts';

/**
 * Writes a change that settles conflicts, of an earlier run or of two branches, and tells git so.
 *
 * @param settles - the paths that are in conflict no longer
 * @throws PlinthError what `writeChange` throws
 */
export async function settle(
  repository: Repository,
  planned: PlannedChange,
  settles: readonly string[],
): Promise<Applied> {
  const { fs, root } = repository;
  const git = gitIn(root);
  const changes = [...removalOfPending(fs, root), ...changesOfChange(repository, planned)];
  const index = await settledIndex(git, settles, changes);
  return withIndex(git, index, () => writeChanges(repository, changes));
}
