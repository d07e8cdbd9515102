import { PlinthError } from '../pack/error.ts';
import type { FileSystem } from './file-system.ts';
import { gitIn } from './git.ts';

/** Where a run that wrote conflicts keeps what it needs to be finished or taken back. */
export const pendingFolder = '.plinth/conflicts';

/** Its presence says that there is such a run. */
export const pendingFile = `${pendingFolder}/state.json`;

/** Whether conflicts of an earlier run are still to be resolved. */
export function isPending({
  fs,
  root,
}: {
  readonly fs: FileSystem;
  readonly root: string;
}): boolean {
  return fs.look(`${root}/${pendingFile}`) !== undefined;
}

/**
 * Refuses to change a repository in which something is to be finished first.
 *
 * @throws PlinthError `PLINTH_UNRESOLVED` when conflicts of an earlier run are to be resolved, or git is
 * in the middle of a merge
 */
export async function refuseUnfinished(repository: {
  readonly fs: FileSystem;
  readonly root: string;
}): Promise<void> {
  if (isPending(repository)) {
    throw new PlinthError('PLINTH_UNRESOLVED', 'conflicts of an earlier run are to be resolved', {
      path: pendingFolder,
      hint: 'Resolve them and run plinth apply, or take that run back: plinth apply --abort.',
    });
  }
  const { ok } = await gitIn(repository.root)(['rev-parse', '--verify', '--quiet', 'MERGE_HEAD']);
  if (!ok) return;
  throw new PlinthError('PLINTH_UNRESOLVED', 'git is in the middle of a merge', {
    path: repository.root,
    hint: 'Resolve plinth.json, run plinth apply, and commit the merge first.',
  });
}
