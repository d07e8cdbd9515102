import { sha256 } from '../pack/files.ts';
import type { Before } from './changes.ts';
import type { FileSystem } from './file-system.ts';

/** Hash and mode of the file at `path`; `undefined` when nothing or no file stands there. */
export function fileState(fs: FileSystem, path: string): Before | undefined {
  const standing = fs.look(path);
  if (standing?.kind !== 'file') return undefined;
  return { sha256: sha256(fs.readFile(path)), mode: standing.executable ? 0o755 : 0o644 };
}
