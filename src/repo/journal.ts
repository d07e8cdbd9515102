import type { Before, Change } from './changes.ts';
import { assertContained } from './contained.ts';
import { fileState } from './file-state.ts';
import { foldersOf } from './folders.ts';
import { removeTree, systemCode, type FileSystem } from './file-system.ts';

/** What one step changes; numbers name the copies beside the journal. */
export interface JournalEntry {
  readonly path: string;
  readonly before: Before | null;
  readonly after: Before | null;
}

/** Enough to put everything back. */
export interface Journal {
  readonly version: 1;
  readonly entries: readonly JournalEntry[];
  /** Folders that did not exist, parents first. */
  readonly folders: readonly string[];
}

/** Its presence says that files of the repository may have been changed. */
export const journalFile = 'journal.json';

/** The journal of some changes. */
export function journalOf(
  changes: readonly Change[],
  folders: readonly string[],
  hash: (bytes: Uint8Array) => string,
): Journal {
  const entries = changes.map((change): JournalEntry => ({
    path: change.path,
    before: change.before ?? null,
    after: change.kind === 'write' ? { sha256: hash(change.bytes), mode: change.mode } : null,
  }));
  return { version: 1, entries, folders };
}

/**
 * Puts everything back, last change first, and removes the journal. Safe to run again after being
 * killed. A file that is neither as it was nor as it was to be is somebody's edit: it stays.
 *
 * @param fs - the file system
 * @param root - the repository
 * @param folder - the journal's folder
 * @param journal - what it says
 */
export function rollBack(fs: FileSystem, root: string, folder: string, journal: Journal): void {
  for (const { path } of journal.entries) assertContained(fs, root, path);
  for (const folderToGo of journal.folders) assertContained(fs, root, `${folderToGo}/`);
  for (const [index, { path, before, after }] of [...journal.entries.entries()].reverse()) {
    const full = `${root}/${path}`;
    const now = fileState(fs, full);
    if (before && (now === undefined || same(now, after))) {
      makeMissingFolders(fs, root, path);
      fs.rename(`${folder}/old-${String(index)}`, full);
    } else if (!before && now && same(now, after)) {
      fs.removeFile(full);
    }
  }
  for (const made of [...journal.folders].reverse()) removeIfEmpty(fs, `${root}/${made}`);
  removeJournal(fs, folder);
}

/** Those that went with the last file in them. */
function makeMissingFolders(fs: FileSystem, root: string, path: string): void {
  for (const folder of foldersOf([path])) {
    if (!fs.look(`${root}/${folder}`)) fs.makeFolder(`${root}/${folder}`);
  }
}

/** The journal goes before its copies: without it there is nothing to put back. */
export function removeJournal(fs: FileSystem, folder: string): void {
  if (!fs.look(folder)) return;
  if (fs.look(`${folder}/${journalFile}`)) fs.removeFile(`${folder}/${journalFile}`);
  removeTree(fs, folder);
}

/** Removes a folder when nothing is in it. One that is to stay is only looked at: its disk may be read-only. */
export function removeIfEmpty(fs: FileSystem, path: string): void {
  try {
    if (fs.list(path).length === 0) fs.removeFolder(path);
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(code)) throw error;
  }
}

function same(a: Before, b: Before | null): boolean {
  return b !== null && a.sha256 === b.sha256 && a.mode === b.mode;
}
