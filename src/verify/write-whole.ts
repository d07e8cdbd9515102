import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../pack/make-folder.ts';
import { writeRefused } from './write-refused.ts';

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
    const problem = 'the file cannot be written';
    throw writeRefused(error, { path, problem, hint: 'Choose another place for it.' });
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
