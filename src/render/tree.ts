import { PlinthError } from '../pack/error.ts';
import type { FileMode, Ownership } from '../pack/pack.ts';
import { assertSafePath } from '../pack/safe-path.ts';
import type { Reads } from './reads.ts';

/** The source of a file that is the same in every selection that has it. */
export interface Copied {
  readonly practice: string;
  /** Its ancestor for `.plinth/base`, when a compiled pack brought it. */
  readonly member?: Uint8Array | undefined;
}

/** One rendered file. */
export interface TreeFile {
  /** Relative to the service; `/` separates. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** sha256 (hex) of `bytes`. */
  readonly sha256: string;
  readonly mode: FileMode;
  /** The practices that had a part in it, in order of id. */
  readonly owners: readonly string[];
  readonly ownership: Ownership;
  /** Restored when somebody deletes it. */
  readonly required: boolean;
  /** Where it was copied from byte for byte; absent: it depends on the selection. */
  readonly copied?: Copied | undefined;
  /** What its bytes were derived from. */
  readonly reads: Reads;
}

/** A rendered service in memory: path → file, in order of path. */
export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>;
}

/** Paths that Plinth's own records take. */
const reserved = /^(?:plinth\.(?:json|lock)$|\.plinth(?:\/|$))/i;

/** Whether a path is kept for Plinth's own records. */
export function isReserved(path: string): boolean {
  return reserved.test(path);
}

/**
 * Puts rendered files into a tree.
 *
 * @param files - in any order
 * @throws PlinthError `PLINTH_PATH_UNSAFE` or `PLINTH_PATH_COLLISION`
 */
export function treeOf(files: readonly TreeFile[]): Tree {
  const byPath = new Map<string, TreeFile>();
  const folded = new Map<string, TreeFile>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    const from = file.owners.join(', ');
    // That of a copy was looked at when the pack was loaded, which is most of them.
    if (!file.copied) assertSafePath(file.path, from);
    if (reserved.test(file.path)) {
      throw new PlinthError('PLINTH_PATH_UNSAFE', `${file.path} is kept for Plinth's own records`, {
        path: from,
        hint: 'Give the file another name.',
      });
    }
    const key = file.path.toLowerCase();
    const other = folded.get(key);
    if (other) throw collision(other, file, 'write one path');
    folded.set(key, file);
    byPath.set(file.path, file);
  }
  for (const file of byPath.values()) refuseFileAsFolder(file, folded);
  return { files: byPath };
}

function refuseFileAsFolder(file: TreeFile, folded: ReadonlyMap<string, TreeFile>): void {
  const path = file.path.toLowerCase();
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const other = folded.get(path.slice(0, slash));
    if (other) throw collision(other, file, 'need one path as a file and as a folder');
  }
}

function collision(a: TreeFile, b: TreeFile, problem: string): PlinthError {
  const names = a.path === b.path ? a.path : `${a.path} and ${b.path}`;
  const owners = [...new Set([...a.owners, ...b.owners])].map((owner) => `"${owner}"`);
  const who = owners.length === 1 ? `two files of ${owners.join('')}` : owners.join(' and ');
  return new PlinthError('PLINTH_PATH_COLLISION', `${who} ${problem}: ${names}`, {
    path: b.path,
    hint: 'Let one of them write it, or share it through a slot.',
  });
}
