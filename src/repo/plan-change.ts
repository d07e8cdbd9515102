import type { Pack } from '../pack/pack.ts';
import { render } from '../render/render.ts';
import type { Tree } from '../render/tree.ts';
import type { Answers } from '../selection/answers.ts';
import { resolve, type Selection } from '../selection/resolve.ts';
import { mergeWith } from './merge/merge-file.ts';
import type { Repository } from './open-repository.ts';
import { plan, type Plan } from './plan.ts';
import { readWorktree } from './worktree.ts';

/** What a repository is to become; nothing has been written yet. */
export interface PlannedChange {
  readonly pack: Pack;
  /** What it will have. */
  readonly selection: Selection;
  readonly tree: Tree;
  readonly plan: Plan;
  /** The engine's version. */
  readonly engine: string;
}

/**
 * Plans a change of a repository: what was last rendered, what these answers render to, and what stands
 * in the worktree. The same for add, remove, apply, update, check and diff.
 *
 * @param repository - from `openRepository`
 * @param pack - the pack to render with
 * @param answers - what is asked for from now on
 * @param engine - the engine's version
 * @throws PlinthError whatever `resolve` and `render` throw; `PLINTH_RECORD_INVALID` for a damaged
 * ancestor
 */
export function planChange(
  repository: Repository,
  pack: Pack,
  answers: Answers,
  engine: string,
): Promise<PlannedChange> {
  const selection = resolve(pack, answers);
  const tree = render(pack, selection, engine);
  const { fs, root, base, ancestors } = repository;
  const paths = new Set([...base.keys(), ...tree.files.keys()]);
  const worktree = readWorktree(fs, root, paths);
  const planned = plan({ base, next: tree, worktree, merge: mergeWith(ancestors) });
  return Promise.resolve({ pack, selection, tree, plan: planned, engine });
}
