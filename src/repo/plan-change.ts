import type { Pack } from '../pack/pack.ts';
import { render } from '../render/render.ts';
import type { Tree } from '../render/tree.ts';
import type { Answers } from '../selection/answers.ts';
import { resolve, type Selection } from '../selection/resolve.ts';
import { repositoryFormatter } from './formatter.ts';
import { gitIn, gitStatus, type GitStatus } from './git.ts';
import { mergeFormatted } from './merge/merge-formatted.ts';
import { mergeWith } from './merge/merge-file.ts';
import { findMoves } from './moves.ts';
import type { Repository } from './open-repository.ts';
import { plan, type Action, type Plan } from './plan.ts';
import type { Ancestors } from './read-ancestors.ts';
import { followRenames } from './renames.ts';
import { isSame, type BaseFile, type Found } from './three-way.ts';
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
 * ancestor
 */
export async function planChange(
  repository: Repository,
  pack: Pack,
  answers: Answers,
  engine: string,
): Promise<PlannedChange> {
  const selection = resolve(pack, answers);
  const tree = render(pack, selection, engine);
  const { ancestors, ...sides } = sidesOf(repository, pack, tree);
  const compared = plan({ ...sides, merge: mergeWith(ancestors) });
  const settled = await formatted(repository.root, ancestors, compared);
  const { actions, uncommitted } = await guarded(repository, settled);
  return { pack, selection, tree, plan: { actions }, engine, ancestors, uncommitted };
}

/** Base and worktree, with what the pack has renamed and what people have moved. */
function sidesOf(repository: Repository, pack: Pack, next: Tree) {
  const { fs, root, base: rendered } = repository;
  const stands = (path: string): boolean => fs.look(`${root}/${path}`)?.kind === 'file';
  const present = new Map(
    [...rendered].map(([path, { at, ...file }]): readonly [string, BaseFile] => [
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
  const paths = new Set([...base.keys(), ...next.files.keys(), ...renames.values()]);
  for (const { at } of base.values()) if (at !== undefined) paths.add(at);
  const worktree = readWorktree(fs, root, paths);
  const sizeOf = (path: string): number | undefined => ancestors().get(path)?.length;
  const inPlace = new Map([...base].filter(([path]) => !renames.has(path)));
  const moves = findMoves(fs, root, inPlace, next, worktree, sizeOf);
  if (moves.size === 0) return { base, next, worktree, renames, ancestors };
  const moved = new Map(
    [...base].map(([path, file]): readonly [string, BaseFile] => {
      const at = moves.get(path);
      return [path, at === undefined ? file : { ...file, at }];
    }),
  );
  const whole = new Map<string, Found>([...worktree, ...readWorktree(fs, root, moves.values())]);
  return { base: moved, next, worktree: whole, renames, ancestors };
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

/**
 * What version control does not know cannot be brought back: a file that it does not track is never
 * written over an edit, and edits that are in no commit are named.
 */
async function guarded({ root }: Repository, { actions }: Plan) {
  const edited = actions.filter(isOverEdit);
  const paths = edited.map(({ path, from }) => from ?? path);
  const status = edited.length === 0 ? undefined : await gitStatus(gitIn(root), paths);
  const uncommitted = paths.filter((path) => status?.dirty.has(path));
  return { actions: actions.map((action) => withGit(action, status)), uncommitted };
}

function withGit(action: Action, status: GitStatus | undefined): Action {
  const { path, from, was, base, next } = action;
  if (!status || !isOverEdit(action) || status.tracked.has(from ?? path)) return action;
  const reason = 'git does not track it, so what you wrote there could not be brought back';
  return { kind: 'conflict', reason, path, from, was, base, next };
}

/** Whether an action changes what somebody wrote. */
function isOverEdit({ kind, was, base }: Action): boolean {
  if (was.kind !== 'file' || (kind !== 'write' && kind !== 'delete')) return false;
  return base === undefined || !isSame(base, was);
}
