import { relative, resolve, sep } from 'node:path';

/**
 * What a path on the command line is in a repository.
 *
 * @param path - relative to `cwd`, or absolute
 * @param root - the repository, absolute
 * @returns relative to the repository, `/` separates, empty for the repository itself; `undefined` for
 * what is outside of it
 */
export function pathHere(path: string, cwd: string, root: string): string | undefined {
  const inside = relative(root, resolve(cwd, path)).split(sep).join('/');
  return inside === '..' || inside.startsWith('../') ? undefined : inside;
}
