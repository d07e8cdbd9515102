import { sha256 } from '../pack/files.ts';
import type { Before } from './changes.ts';
import type { FileSystem } from './file-system.ts';

/** A file's bytes, with their hash and its mode; `undefined` when nothing or no file stands at `path`. */
export function readState(
  fs: FileSystem,
  path: string,
): { readonly bytes: Uint8Array; readonly state: Before } | undefined {
  const standing = fs.look(path);
  if (standing?.kind !== 'file') return undefined;
  const bytes = fs.readFile(path);
  return { bytes, state: { sha256: sha256(bytes), mode: standing.executable ? 0o755 : 0o644 } };
}

/** Hash and mode of the file at `path`; `undefined` when nothing or no file stands there. */
export function fileState(fs: FileSystem, path: string): Before | undefined {
  return readState(fs, path)?.state;
}
