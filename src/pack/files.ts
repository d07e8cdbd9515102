import { hash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PlinthError } from './error.ts';
import { byCodeUnit } from './order.ts';
import type { FileMode } from './pack.ts';

const largestFile = 1024 * 1024;
const mostFiles = 5000;

/** A file of a pack as it stands on disk. */
export interface SourceFile {
  /** Relative to the pack; `/` separates. */
  readonly path: string;
  readonly mode: FileMode;
  readonly bytes: Buffer;
}

/**
 * Reads every file of a pack, in order of path. Links are refused: they could lead out of the pack.
 *
 * @param dir - the pack's folder
 * @throws PlinthError `PLINTH_PACK_UNREADABLE`
 */
export function readSources(dir: string): readonly SourceFile[] {
  const found: SourceFile[] = [];
  walk(dir, '', found);
  return found.sort((a, b) => byCodeUnit(a.path, b.path));
}

function walk(root: string, folder: string, found: SourceFile[]): void {
  for (const entry of listing(root, folder)) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === '.git' || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) walk(root, path, found);
    else if (entry.isFile()) found.push(readSource(root, path));
    else throw unreadable(path, 'is neither a file nor a folder', 'Replace the link by a copy.');
    if (found.length > mostFiles) {
      throw unreadable(path, `is file number ${String(mostFiles + 1)}`, 'Split the pack.');
    }
  }
}

function listing(root: string, folder: string) {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    const place = folder === '' ? root : folder;
    throw unreadable(place, 'cannot be listed', 'Check that it is the folder of a pack.', error);
  }
}

function readSource(root: string, path: string): SourceFile {
  const full = join(root, path);
  try {
    const { mode, size } = lstatSync(full);
    if (size > largestFile)
      throw unreadable(path, 'is over 1 MiB', 'A template is text: split it.');
    return { path, mode: (mode & 0o100) === 0 ? 0o644 : 0o755, bytes: readFileSync(full) };
  } catch (error) {
    if (error instanceof PlinthError) throw error;
    throw unreadable(path, 'cannot be read', 'Check its permissions.', error);
  }
}

function unreadable(path: string, problem: string, hint: string, cause?: unknown): PlinthError {
  return new PlinthError('PLINTH_PACK_UNREADABLE', `${path} ${problem}`, { path, hint, cause });
}

/** sha256 (hex) of `bytes`. */
export function sha256(bytes: Uint8Array | string): string {
  return hash('sha256', bytes);
}

/** sha256 (hex) over paths, modes and contents: two packs with one digest render alike. */
export function digestOf(sources: readonly SourceFile[]): string {
  const lines = sources.map(
    ({ path, mode, bytes }) => `${mode.toString(8)} ${sha256(bytes)} ${path}\n`,
  );
  return sha256(lines.join(''));
}
