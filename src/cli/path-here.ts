import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/**
 * What a path on the command line is in a repository.
 *
 * @param path - relative to `cwd`, or absolute; it may lead there by a link, as every path below `/tmp`
 * does on macOS
 * @param root - the repository, absolute
 * @returns relative to the repository, `/` separates, empty for the repository itself; `undefined` for
 * what is outside of it
 */
export function pathHere(path: string, cwd: string, root: string): string | undefined {
  const asked = resolve(cwd, path);
  return inside(asked, root) ?? inside(withoutLinks(asked), root);
}

function inside(path: string, root: string): string | undefined {
  const found = relative(root, path).split(sep).join('/');
  return found === '..' || found.startsWith('../') ? undefined : found;
}

/** The path by its real folders: neither it nor all of them have to be there. */
function withoutLinks(path: string): string {
  const parent = dirname(path);
  if (parent === path) return path;
  return join(realFolder(parent), basename(path));
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return withoutLinks(folder);
  }
}
