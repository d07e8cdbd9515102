import { sha256 } from '../pack/files.ts';
import type { FileSystem } from './file-system.ts';
import type { Found } from './three-way.ts';

/**
 * Looks at some paths of a worktree. Links are not followed, not even in a parent: what stands behind
 * one is not the repository's.
 *
 * @param fs - the file system
 * @param root - the repository
 * @param paths - relative, `/` separates
 * @returns an entry for every path at which something stands
 */
export function readWorktree(
  fs: FileSystem,
  root: string,
  paths: Iterable<string>,
): ReadonlyMap<string, Found> {
  const worktree = new Map<string, Found>();
  for (const path of paths) {
    const found = look(fs, root, path);
    if (found.kind !== 'absent') worktree.set(path, found);
  }
  return worktree;
}

function look(fs: FileSystem, root: string, path: string): Found {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const above = path.slice(0, slash);
    const kind = fs.look(`${root}/${above}`)?.kind;
    if (kind === undefined) return { kind: 'absent' };
    if (kind !== 'folder') {
      return { kind: kind === 'link' ? 'link' : 'other', above: { path: above, kind } };
    }
  }
  const standing = fs.look(`${root}/${path}`);
  if (standing === undefined) return { kind: 'absent' };
  if (standing.kind !== 'file') return { kind: standing.kind };
  const bytes = fs.readFile(`${root}/${path}`);
  return { kind: 'file', bytes, sha256: sha256(bytes), mode: standing.executable ? 0o755 : 0o644 };
}
