import { PlinthError } from '../pack/error.ts';
import type { Before, Change } from './changes.ts';
import { systemCode, type FileSystem } from './file-system.ts';
import { writeInPlace } from './in-place.ts';
import { recover } from './recover.ts';
import { removeAbandonedStages, writeStaged } from './stage.ts';

/** What was done. */
export interface Applied {
  readonly root: string;
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Puts back whatever a killed run left at or beside `root`. Every command that writes begins here.
 *
 * @throws PlinthError `PLINTH_BUSY`, `PLINTH_RECOVERY_FAILED`, `PLINTH_WRITE_FAILED`
 */
export function recoverAt(fs: FileSystem, root: string, now: number): void {
  explaining(root, () => {
    removeAbandonedStages(fs, root, now);
    recover(fs, root, now);
  });
}

/**
 * Applies changes to a directory: all of them, or none.
 *
 * @param fs - the file system
 * @param root - absolute path; a missing directory is staged beside it and renamed into place, an
 * existing one is changed under a journal
 * @param changes - from `changesOf`
 * @param now - milliseconds since 1970
 * @param read - path → the state in which a file was read that the changes rest on, whether or not they
 * change it
 * @throws PlinthError `PLINTH_WRITE_FAILED`, `PLINTH_BUSY` or `PLINTH_CHANGED_MEANWHILE`
 */
export function apply(
  fs: FileSystem,
  root: string,
  changes: readonly Change[],
  now: number,
  read: ReadonlyMap<string, Before> = new Map(),
): Applied {
  explaining(root, () => {
    if (fs.look(root) === undefined) writeStaged(fs, root, changes);
    else writeInPlace(fs, root, changes, now, read);
  });
  const paths = (kind: Change['kind']): readonly string[] =>
    changes.filter((change) => change.kind === kind).map(({ path }) => path);
  return { root, written: paths('write'), removed: paths('remove') };
}

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on the disk.',
  EDQUOT: 'Free some of your disk quota.',
  EACCES: 'Check the permissions of the folder.',
  EPERM: 'Check the permissions of the folder.',
  EROFS: 'The disk is mounted read-only.',
  ENOENT: 'Make the folder that it should stand in.',
  ENOTDIR: 'A part of the path is a file.',
};

function explaining(root: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const code = systemCode(error);
    if (error instanceof PlinthError || code === undefined) throw error;
    const message = error instanceof Error ? error.message : code;
    throw new PlinthError('PLINTH_WRITE_FAILED', message, {
      path: root,
      hint: hints[code],
      cause: error,
    });
  }
}
