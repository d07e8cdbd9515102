import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { PlinthError } from '../pack/error.ts';
import { systemReason } from '../pack/system-reason.ts';

/** What stands at a path; links are not followed. */
export interface Standing {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly executable: boolean;
  /** All of its permission bits; absent: not known. */
  readonly permissions?: number | undefined;
  /** In bytes; absent: not known without reading it. */
  readonly size?: number | undefined;
  /** Last change, in milliseconds since 1970. */
  readonly changedAt: number;
}

/**
 * The file operations that a plan is applied with: small, so that a test can count them and stop the
 * process at each. Synchronous: for hundreds of small files that is faster than the thread pool.
 */
export interface FileSystem {
  /** Makes one folder; its parent exists. */
  makeFolder(path: string): void;
  /** Writes a new file; fails when something stands there. */
  writeFile(path: string, bytes: Uint8Array, mode: number): void;
  rename(from: string, to: string): void;
  removeFile(path: string): void;
  /** Removes an empty folder. */
  removeFolder(path: string): void;
  /** Like the two that follow, it fails with `PLINTH_UNREADABLE` where the user may not read. */
  readFile(path: string): Uint8Array;
  /** `undefined`: nothing stands there. */
  look(path: string): Standing | undefined;
  /** The names in a folder. */
  list(path: string): readonly string[];
}

/** The real file system. */
export const realFileSystem: FileSystem = {
  makeFolder: (path) => {
    mkdirSync(path);
  },
  writeFile: (path, bytes, mode) => {
    writeFileSync(path, bytes, { mode, flag: 'wx' });
  },
  rename: renameSync,
  removeFile: unlinkSync,
  removeFolder: (path) => {
    rmdirSync(path);
  },
  readFile: (path) => readable(path, () => readFileSync(path)),
  look: (path) => {
    const stats = readable(path, () => statsOf(path));
    if (!stats) return undefined;
    const kind = stats.isFile()
      ? 'file'
      : stats.isDirectory()
        ? 'folder'
        : stats.isSymbolicLink()
          ? 'link'
          : 'other';
    const { mode, size, mtimeMs } = stats;
    const permissions = mode & 0o777;
    return { kind, executable: (mode & 0o100) !== 0, permissions, size, changedAt: mtimeMs };
  },
  list: (path) => readable(path, () => readdirSync(path)),
};

/** That nothing is there, callers ask for; without what may not be read, no plan would be right. */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || code === 'ENOENT' || code === 'ENOTDIR') throw error;
    const reason = systemReason(error) ?? code;
    throw new PlinthError('PLINTH_UNREADABLE', `${path} cannot be read: ${reason}`, {
      path,
      hint: 'Make it readable for you, with the folders above it, and run the command again.',
      cause: error,
    });
  }
}

/** What is looked for below a file is not there, as below a folder that is missing. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Removes a folder with everything in it; follows no link. */
export function removeTree(fs: FileSystem, path: string): void {
  for (const name of fs.list(path)) {
    const inner = `${path}/${name}`;
    if (fs.look(inner)?.kind === 'folder') removeTree(fs, inner);
    else fs.removeFile(inner);
  }
  fs.removeFolder(path);
}

/** The error code that Node gives a failed operation, `ENOENT` for example. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
