import { PlinthError } from '../pack/error.ts';
import { assertContained } from './contained.ts';
import { removeTree, systemCode, type FileSystem } from './file-system.ts';
import { journalFile, removeIfEmpty, rollBack } from './journal.ts';
import { isAbandoned, markPattern, processMark } from './process-mark.ts';
import { parseJournal } from './parse-journal.ts';

const journalName = new RegExp(`^journal-${markPattern}$`);

/**
 * Puts back what killed runs left half done in a directory. Does nothing where there is nothing.
 *
 * @param fs - the file system
 * @param root - the directory; may be missing
 * @param now - milliseconds since 1970
 * @throws PlinthError `PLINTH_BUSY` when the run is still going, `PLINTH_RECOVERY_FAILED`
 */
export function recover(fs: FileSystem, root: string, now: number): void {
  if (fs.look(root)?.kind !== 'folder') return;
  assertContained(fs, root, '.plinth/');
  const left = journals(fs, root);
  for (const folder of left) {
    if (!isAbandoned(fs, folder, now)) {
      throw busy(root);
    }
    putBack(fs, root, folder);
  }
  if (fs.look(`${root}/.plinth`)?.kind === 'folder') removeIfEmpty(fs, `${root}/.plinth`);
}

/** Whether another living process has a journal in `root`. */
export function otherWriter(fs: FileSystem, root: string, now: number): boolean {
  return journals(fs, root).some(
    (folder) => !folder.endsWith(`/journal-${processMark()}`) && !isAbandoned(fs, folder, now),
  );
}

/** What a command ends with while another process writes in `root`. */
export function busy(root: string): PlinthError {
  return new PlinthError('PLINTH_BUSY', 'another plinth process is writing here', {
    path: root,
    hint: 'Wait until it has finished.',
  });
}

function putBack(fs: FileSystem, root: string, folder: string): void {
  try {
    const path = `${folder}/${journalFile}`;
    if (fs.look(path)) rollBack(fs, root, folder, parseJournal(fs.readFile(path), path));
    else removeTree(fs, folder);
  } catch (error) {
    if (error instanceof PlinthError) throw error;
    throw new PlinthError('PLINTH_RECOVERY_FAILED', 'an interrupted run cannot be put back', {
      path: folder,
      hint: `Its copies are in ${folder}; restore them by hand, then remove that folder.`,
      cause: error,
    });
  }
}

function journals(fs: FileSystem, root: string): readonly string[] {
  try {
    return fs
      .list(`${root}/.plinth`)
      .filter((name) => journalName.test(name))
      .map((name) => `${root}/.plinth/${name}`);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}
