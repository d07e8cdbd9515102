import { realFileSystem, type FileSystem } from './file-system.ts';

/** Called before every operation that changes the disk, with its number from 0, and inside each write. */
export type AtBoundary = (boundary: number) => void;

/**
 * The real file system with every boundary between two changes counted, the middle of each write
 * included: there a process that dies leaves half a file.
 */
export function countingFileSystem(at: AtBoundary): FileSystem {
  let boundary = 0;
  const next = (): void => {
    boundary += 1;
    at(boundary - 1);
  };
  return {
    ...realFileSystem,
    makeFolder: (path) => {
      next();
      realFileSystem.makeFolder(path);
    },
    writeFile: (path, bytes, mode) => {
      next();
      realFileSystem.writeFile(path, bytes.subarray(0, bytes.length >> 1), mode);
      next();
      realFileSystem.removeFile(path);
      realFileSystem.writeFile(path, bytes, mode);
    },
    rename: (from, to) => {
      next();
      realFileSystem.rename(from, to);
    },
    removeFile: (path) => {
      next();
      realFileSystem.removeFile(path);
    },
    removeFolder: (path) => {
      next();
      realFileSystem.removeFolder(path);
    },
  };
}
