import type { Pack } from '../pack/pack.ts';
import type { Tree } from '../render/tree.ts';
import { followMoves, type MovesInput } from './moves.ts';
import type { Repository } from './open-repository.ts';
import type { PlanInput } from './plan.ts';
import type { Ancestors } from './read-ancestors.ts';
import { followRenames } from './renames.ts';
import type { BaseFile } from './three-way.ts';
import { readWorktree } from './worktree.ts';

/** What a plan compares, but for how it merges. */
export interface Sides extends Omit<PlanInput, 'merge'> {
  /** The texts that were last rendered, by the path that they are rendered at from now on. */
  readonly ancestors: () => Ancestors;
}

/**
 * Puts what was last rendered and what stands now beside a new rendering, with what the pack has renamed
 * and what people have moved.
 *
 * @param repository - the repository, or a commit of it
 * @param ownFiles - its files; asked for only when one is missing
 */
export async function sidesOf(
  repository: Repository,
  pack: Pack,
  next: Tree,
  ownFiles: MovesInput['ownFiles'],
): Promise<Sides> {
  const { fs, root } = repository;
  const stands = (path: string): boolean => fs.look(`${root}/${path}`)?.kind === 'file';
  const present = new Map(
    [...repository.base].map(([path, { at, ...file }]): readonly [string, BaseFile] => [
      path,
      at !== undefined && stands(at) && !stands(path) ? { ...file, at } : file,
    ]),
  );
  const { base, renames, ancestors } = followRenames(
    { ...repository, base: present },
    pack.renames ?? {},
    next.files,
    stands,
  );
  const moved = [...base.values()].flatMap(({ at }) => at ?? []);
  const paths = new Set([...base.keys(), ...next.files.keys(), ...renames.values(), ...moved]);
  const followed = await followMoves({
    ...{ fs, root, base, next, ownFiles },
    worktree: readWorktree(fs, root, paths),
    renamed: renames,
    sizeOf: (path) => ancestors().get(path)?.length,
  });
  return { ...followed, next, renames, ancestors };
}
