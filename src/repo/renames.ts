import type { Repository } from './open-repository.ts';
import type { Ancestors } from './read-ancestors.ts';
import type { BaseFile } from './three-way.ts';

/** Old path → new path, as a pack declares them. */
export type DeclaredRenames = Readonly<Record<string, string>>;

/** What a pack has renamed since it was rendered here. */
export interface Renamed {
  /** The base, with each renamed file at its new path. */
  readonly base: ReadonlyMap<string, BaseFile>;
  /** New path → the path that the file still stands at. */
  readonly renames: ReadonlyMap<string, string>;
  /** The texts that were last rendered, by new path. */
  readonly ancestors: () => Ancestors;
}

/**
 * Carries the base over to where files are rendered from now on.
 *
 * @param repository - what was last rendered
 * @param declared - the pack's; a file that was renamed twice is followed through
 * @param rendered - the paths of the new rendering
 * @param stands - whether a file stands at a path
 */
export function followRenames(
  { base, ancestors }: Pick<Repository, 'base' | 'ancestors'>,
  declared: DeclaredRenames,
  rendered: { has(path: string): boolean },
  stands: (path: string) => boolean,
): Renamed {
  const carried = new Map<string, BaseFile>();
  const renames = new Map<string, string>();
  const origins = new Map<string, string>();
  for (const [path, file] of base) {
    const to = rendered.has(path) ? path : destination(path, declared);
    const taken = to === path || base.has(to) || carried.has(to) || !rendered.has(to);
    if (taken) carried.set(path, file);
    else {
      const { at: moved, ...unmoved } = file;
      origins.set(to, path);
      carried.set(to, moved === undefined ? unmoved : file);
      if (moved === undefined && stands(path)) renames.set(to, path);
    }
  }
  const carriedAncestors = (): Ancestors => {
    const texts = ancestors();
    const renamed = [...origins].flatMap(([to, from]): readonly [string, Uint8Array][] => {
      const text = texts.get(from);
      return text ? [[to, text]] : [];
    });
    return new Map([...texts, ...renamed]);
  };
  return { base: carried, renames, ancestors: origins.size === 0 ? ancestors : carriedAncestors };
}

function destination(path: string, declared: DeclaredRenames): string {
  const seen = new Set<string>();
  let to = path;
  for (let next: string | undefined = path; next !== undefined && !seen.has(next);) {
    to = next;
    seen.add(next);
    next = Object.hasOwn(declared, to) ? declared[to] : undefined;
  }
  return to;
}
