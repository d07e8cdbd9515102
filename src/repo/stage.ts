import { basename, dirname } from 'node:path';
import type { Change } from './changes.ts';
import { removeTree, systemCode, type FileSystem } from './file-system.ts';
import { foldersOf } from './folders.ts';
import { isAbandoned, markPattern, processMark } from './process-mark.ts';

/**
 * Writes a new directory: all of it beside the target, then one rename.
 *
 * @param fs - the file system
 * @param target - absolute path where nothing stands
 * @param changes - only writes
 * @throws whatever the file system throws; the stage is gone then, as far as it can be removed
 */
export function writeStaged(fs: FileSystem, target: string, changes: readonly Change[]): void {
  const stage = `${dirname(target)}/.${basename(target)}.plinth-${processMark()}`;
  fs.makeFolder(stage);
  try {
    for (const folder of foldersOf(changes.map(({ path }) => path))) {
      fs.makeFolder(`${stage}/${folder}`);
    }
    for (const change of changes) {
      if (change.kind === 'write')
        fs.writeFile(`${stage}/${change.path}`, change.bytes, change.mode);
    }
    fs.rename(stage, target);
  } catch (error) {
    removeAsFarAsPossible(fs, stage);
    throw error;
  }
}

/** The error that led here is the one to report; the next run removes what is left. */
function removeAsFarAsPossible(fs: FileSystem, stage: string): void {
  try {
    removeTree(fs, stage);
  } catch {
    return;
  }
}

/** Removes what killed runs left beside `target`. */
export function removeAbandonedStages(fs: FileSystem, target: string, now: number): void {
  const parent = dirname(target);
  const prefix = `.${basename(target)}.plinth-`;
  const pattern = new RegExp(`^${markPattern}$`);
  for (const name of namesIn(fs, parent)) {
    if (!name.startsWith(prefix) || !pattern.test(name.slice(prefix.length))) continue;
    const stage = `${parent}/${name}`;
    if (fs.look(stage)?.kind === 'folder' && isAbandoned(fs, stage, now)) removeTree(fs, stage);
  }
}

/** Nothing is left in a folder that is missing, and what is in one that may not be read can wait. */
function namesIn(fs: FileSystem, folder: string): readonly string[] {
  try {
    return fs.list(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'PLINTH_UNREADABLE'].includes(systemCode(error) ?? '')) return [];
    throw error;
  }
}
