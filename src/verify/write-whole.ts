import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import { makeFolder } from '../pack/make-folder.ts';
import { systemReason } from '../pack/system-reason.ts';

/**
 * Writes a file beside its place first, so that half of it is never taken for the whole, and what stood
 * there stays when it cannot be written. Its folder is made when it is missing.
 *
 * @param path - absolute; a link is followed, and a device or a pipe is written to
 * @throws PlinthError `PLINTH_WRITE_FAILED`
 */
export function writeWhole(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    const standing = statSync(path, { throwIfNoEntry: false });
    if (standing && !standing.isFile()) writeFileSync(path, text);
    else replace(standing ? realpathSync(path) : path, text);
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new PlinthError('PLINTH_WRITE_FAILED', `the file cannot be written: ${reason}`, {
      path,
      hint: 'Choose another place for it.',
      cause: error,
    });
  }
}

function replace(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`;
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
