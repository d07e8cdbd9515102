import type { Pack } from '../pack/pack.ts';
import { render } from '../render/render.ts';
import type { Tree } from '../render/tree.ts';
import type { Answers } from '../selection/answers.ts';
import { resolve, type Selection } from '../selection/resolve.ts';
import { repositoryFormatter } from './formatter.ts';
import { gitIn } from './git.ts';
import { guarded, refuseSparse } from './guarded.ts';
import { mergeFormatted } from './merge/merge-formatted.ts';
import { mergeWith } from './merge/merge-file.ts';
import type { Repository } from './open-repository.ts';
import { ownFiles } from './own-files.ts';
import { plan, type Action, type Plan } from './plan.ts';
import type { Ancestors } from './read-ancestors.ts';
import { sidesOf } from './sides.ts';

/** What a repository is to become; nothing has been written yet. */
export interface PlannedChange {
  readonly pack: Pack;
  /** What it will have. */
  readonly selection: Selection;
  readonly tree: Tree;
  readonly plan: Plan;
  /** The engine's version. */
  readonly engine: string;
  /** The texts that were last rendered, by the path that they are rendered at from now on. */
  readonly ancestors: () => Ancestors;
  /** Paths that would be written over edits that are in no commit. */
  readonly uncommitted: readonly string[];
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
 * ancestor; `PLINTH_SPARSE_CHECKOUT`
 */
export async function planChange(
  repository: Repository,
  pack: Pack,
  answers: Answers,
  engine: string,
): Promise<PlannedChange> {
  const selection = resolve(pack, answers);
  const tree = render(pack, selection, engine);
  const { fs, root } = repository;
  const git = gitIn(root);
  await refuseSparse(repository, git);
  const { ancestors, ...sides } = await sidesOf(repository, pack, tree, () =>
    ownFiles(fs, root, git),
  );
  const compared = plan({ ...sides, merge: mergeWith(ancestors) });
  const settled = await formatted(root, ancestors, compared);
  const { actions, uncommitted } = await guarded(git, settled);
  return { pack, selection, tree, plan: { actions }, engine, ancestors, uncommitted };
}

/** Conflicts that are none once everything is formatted alike are settled. */
async function formatted(
  root: string,
  ancestors: () => Ancestors,
  { actions }: Plan,
): Promise<Plan> {
  if (!actions.some(({ kind }) => kind === 'conflict')) return { actions };
  const format = await repositoryFormatter(root);
  if (!format) return { actions };
  const settled: Action[] = [];
  for (const action of actions) {
    settled.push((await mergeFormatted(action, ancestors, format)) ?? action);
  }
  return { actions: settled };
}
