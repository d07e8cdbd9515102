import { PlinthError } from '../pack/error.ts';
import { sha256 } from '../pack/files.ts';
import type { FileMode } from '../pack/pack.ts';
import type { Before, Change } from './changes.ts';
import { assertContained } from './contained.ts';
import type { FileSystem } from './file-system.ts';
import { foldersAbove, foldersOf } from './folders.ts';
import {
  journalFile,
  journalOf,
  removeIfEmpty,
  removeJournal,
  rollBack,
  type Journal,
} from './journal.ts';
import { processMark } from './process-mark.ts';
import { busy, otherWriter } from './recover.ts';
import { assertUntouched } from './untouched.ts';

/**
 * Changes files of an existing directory: all new bytes are staged in `.plinth`, then a journal says
 * what is to change, then each file is renamed into place. An error puts everything back.
 *
 * @param fs - the file system
 * @param root - the directory, without leftovers of earlier runs
 * @param changes - in the order of writing
 * @param now - milliseconds since 1970
 * @param read - path → the state in which a file was read that the changes rest on
 * @throws PlinthError `PLINTH_BUSY` or `PLINTH_CHANGED_MEANWHILE`, or what the file system throws
 */
export function writeInPlace(
  fs: FileSystem,
  root: string,
  changes: readonly Change[],
  now: number,
  read: ReadonlyMap<string, Before>,
): void {
  for (const { path } of changes) assertContained(fs, root, path);
  const records = `${root}/.plinth`;
  const folder = `${records}/journal-${processMark()}`;
  if (fs.look(records) === undefined) fs.makeFolder(records);
  claim(fs, root, folder, now);
  // What another process has just finished is there by now.
  const folders = foldersOf(changes.map(({ path }) => path)).filter(
    (path) => fs.look(`${root}/${path}`) === undefined,
  );
  const journal = journalOf(changes, folders, sha256);
  let begun = 0;
  try {
    // From here on no other process writes; what one wrote since these were read is not in the plan.
    for (const [path, before] of read) assertUntouched(fs, root, { path, before });
    stage(fs, root, folder, changes);
    fs.writeFile(`${folder}/${journalFile}.new`, Buffer.from(JSON.stringify(journal)), 0o644);
    fs.rename(`${folder}/${journalFile}.new`, `${folder}/${journalFile}`);
    for (const made of folders) if (made !== '.plinth') fs.makeFolder(`${root}/${made}`);
    for (const [index, change] of changes.entries()) {
      assertUntouched(fs, root, change);
      begun = index + 1;
      commit(fs, root, folder, index, change);
    }
    const removed = changes.filter(({ kind }) => kind === 'remove').map(({ path }) => path);
    for (const emptied of foldersAbove(removed)) removeIfEmpty(fs, `${root}/${emptied}`);
  } catch (error) {
    // What was not begun may look as it was to be: then somebody else has made it so.
    const entries = journal.entries.slice(0, begun);
    putBack(fs, root, folder, { ...journal, entries }, error);
    throw error;
  }
  removeJournal(fs, folder);
  removeIfEmpty(fs, records);
}

/** How often a process looks whether the others have finished, and for how long it waits at most. */
const attempts = 8;
const longestWaitMs = 100;

/**
 * Makes the journal's folder, by which others see that somebody writes here. Two that see each other both
 * step back, and come again after times of their own.
 */
function claim(fs: FileSystem, root: string, folder: string, now: number): void {
  for (let attempt = 1; ; attempt += 1) {
    makeOrLeaveNothing(fs, root, folder);
    if (!otherWriter(fs, root, now)) return;
    fs.removeFolder(folder);
    if (attempt === attempts) break;
    const clock = new Int32Array(new SharedArrayBuffer(4));
    Atomics.wait(clock, 0, 0, Math.random() * longestWaitMs);
  }
  throw busy(root);
}

function putBack(
  fs: FileSystem,
  root: string,
  folder: string,
  journal: Journal,
  cause: unknown,
): void {
  try {
    rollBack(fs, root, folder, journal);
    removeIfEmpty(fs, `${root}/.plinth`);
  } catch {
    throw new PlinthError('PLINTH_RECOVERY_FAILED', 'a failed run could not be put back', {
      path: root,
      hint: 'Run any plinth command again: it goes on putting back.',
      cause,
    });
  }
}

function makeOrLeaveNothing(fs: FileSystem, root: string, folder: string): void {
  try {
    fs.makeFolder(folder);
  } catch (error) {
    leaveNoFolder(fs, root);
    throw error;
  }
}

/** Without a folder for the journal nothing has been done, but for the one around it. */
function leaveNoFolder(fs: FileSystem, root: string): void {
  try {
    fs.removeFolder(`${root}/.plinth`);
  } catch {
    // It is not empty, or not ours to remove: it stood there before.
  }
}

/** New bytes, and copies of what they replace: the journal must be able to go back. */
function stage(fs: FileSystem, root: string, folder: string, changes: readonly Change[]): void {
  for (const [index, change] of changes.entries()) {
    assertUntouched(fs, root, change);
    const { permissions } = fs.look(`${root}/${change.path}`) ?? {};
    if (change.kind === 'write') {
      const mode = withPermissions(change.mode, permissions);
      fs.writeFile(`${folder}/new-${String(index)}`, change.bytes, mode);
    }
    if (change.before) {
      const bytes = fs.readFile(`${root}/${change.path}`);
      const mode = withPermissions(change.before.mode, permissions);
      fs.writeFile(`${folder}/old-${String(index)}`, bytes, mode);
    }
  }
}

/** Who may read and write a file that stands is its owner's choice; whether it runs is Plinth's. */
function withPermissions(mode: FileMode, standing: number | undefined): number {
  if (standing === undefined) return mode;
  const readable = standing & 0o444;
  return (standing & 0o666) | (mode === 0o755 ? readable >> 2 : 0);
}

function commit(fs: FileSystem, root: string, folder: string, index: number, change: Change): void {
  const full = `${root}/${change.path}`;
  if (change.kind === 'write') fs.rename(`${folder}/new-${String(index)}`, full);
  else fs.removeFile(full);
}
