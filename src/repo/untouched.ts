import { PlinthError } from '../pack/error.ts';
import type { Before } from './changes.ts';
import { fileState } from './file-state.ts';
import type { FileSystem } from './file-system.ts';
import { busy, otherWriter } from './recover.ts';

/** Files of a directory, and the state in which they were read. */
export interface ReadFiles {
  readonly fs: FileSystem;
  readonly root: string;
  /** By path. */
  readonly read: ReadonlyMap<string, Before>;
}

/**
 * Refuses a file that is not as it was read.
 *
 * @param file - its path, and its state; without one nothing stood there
 * @throws PlinthError `PLINTH_CHANGED_MEANWHILE`
 */
export function assertUntouched(
  fs: FileSystem,
  root: string,
  { path, before }: { readonly path: string; readonly before?: Before | undefined },
): void {
  const full = `${root}/${path}`;
  const found = fileState(fs, full);
  const untouched = before
    ? found?.sha256 === before.sha256 && found.mode === before.mode
    : fs.look(full) === undefined;
  if (untouched) return;
  throw new PlinthError('PLINTH_CHANGED_MEANWHILE', `${path} changed meanwhile`, {
    path,
    hint: 'Run the command again.',
  });
}

/**
 * Refuses a repository in which another process has written since its records were read, or is writing.
 * What was read in between does not belong to them: neither a plan that comes of it nor an error counts.
 *
 * @throws PlinthError `PLINTH_BUSY` or `PLINTH_CHANGED_MEANWHILE`
 */
export function assertUndisturbed({ fs, root, read }: ReadFiles): void {
  if (otherWriter(fs, root, Date.now())) throw busy(root);
  for (const [path, before] of read) assertUntouched(fs, root, { path, before });
}
