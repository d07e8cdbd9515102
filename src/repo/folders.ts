import { byCodeUnit } from '../pack/order.ts';

/** The folders above some paths, children before parents; `/` separates. */
export function foldersAbove(paths: readonly string[]): readonly string[] {
  return [...foldersOf(paths)].reverse();
}

/** Every folder that `paths` need, parents before children; `/` separates. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.slice(0, slash));
    }
  }
  return [...folders].sort(byCodeUnit);
}
