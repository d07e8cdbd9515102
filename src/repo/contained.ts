import { PlinthError } from '../pack/error.ts';
import type { FileSystem } from './file-system.ts';

/**
 * Refuses a path that leads through something that is no folder: behind a link it may be anywhere.
 *
 * @param path - relative to `root`, `/` separates
 * @throws PlinthError `PLINTH_PATH_UNSAFE`
 */
export function assertContained(fs: FileSystem, root: string, path: string): void {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const parent = path.slice(0, slash);
    const standing = fs.look(`${root}/${parent}`);
    if (standing === undefined) return;
    if (standing.kind === 'folder') continue;
    throw new PlinthError('PLINTH_PATH_UNSAFE', `${parent} is a ${standing.kind}, not a folder`, {
      path,
      hint: 'Put a folder in its place.',
    });
  }
}
