import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { render } from '../render/render.ts';
import type { Tree } from '../render/tree.ts';
import type { Answers } from '../selection/answers.ts';
import { resolve, type Selection } from '../selection/resolve.ts';
import { repositoryFormatter } from './formatter.ts';
import { gitIn, gitStatus, leftOutOfCheckout, type GitStatus } from './git.ts';
import { mergeFormatted } from './merge/merge-formatted.ts';
import { mergeWith } from './merge/merge-file.ts';
import { followMoves } from './moves.ts';
import type { Repository } from './open-repository.ts';
import { ownFiles } from './own-files.ts';
import { plan, type Action, type Plan } from './plan.ts';
import type { Ancestors } from './read-ancestors.ts';
import { followRenames } from './renames.ts';
import { isSame, type BaseFile } from './three-way.ts';
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
  const { ancestors, ...sides } = await sidesOf(repository, pack, tree);
  const compared = plan({ ...sides, merge: mergeWith(ancestors) });
  const settled = await formatted(repository.root, ancestors, compared);
  const { actions, uncommitted } = await guarded(repository, settled);
  return { pack, selection, tree, plan: { actions }, engine, ancestors, uncommitted };
}

/** Base and worktree, with what the pack has renamed and what people have moved. */
async function sidesOf(repository: Repository, pack: Pack, next: Tree) {
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
  const absent = [...base].filter(
    ([path, { at = path }]) => !worktree.has(renames.get(path) ?? at),
  );
  await refuseSparse(
    root,
    absent.map(([path, { at = path }]) => at),
  );
  const followed = await followMoves({
    ...{ fs, root, base, next, worktree },
    renamed: renames,
    sizeOf: (path) => ancestors().get(path)?.length,
    ownFiles: () => ownFiles(fs, root, gitIn(root)),
  });
  return { ...followed, next, renames, ancestors };
}

/** What is not checked out would pass for deleted, and its template's changes for taken. */
async function refuseSparse(root: string, absent: readonly string[]): Promise<void> {
  const [first, ...others] = await leftOutOfCheckout(gitIn(root), absent);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new PlinthError('PLINTH_SPARSE_CHECKOUT', `${first}${more}: not checked out`, {
    path: first,
    hint: 'Run git sparse-checkout disable, or add their folders.',
  });
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
 * written over an edit, nor where somebody has moved it, and edits that are in no commit are named.
 */
async function guarded({ root }: Repository, { actions }: Plan) {
  const concerned = actions.filter((action) => isOverEdit(action) || isMoved(action));
  const paths = concerned.map(standsAt);
  const status = concerned.length === 0 ? undefined : await gitStatus(gitIn(root), paths);
  const uncommitted = actions
    .filter(isOverEdit)
    .map(standsAt)
    .filter((path) => status?.dirty.has(path));
  return { actions: actions.map((action) => withGit(action, status)), uncommitted };
}

const standsAt = ({ path, from }: Action): string => from ?? path;

function withGit(action: Action, status: GitStatus | undefined): Action {
  if (!status || status.tracked.has(standsAt(action))) return action;
  const { path, from, rendered, was, base, next } = action;
  const conflict = { kind: 'conflict', path, from, rendered, was, base, next } as const;
  if (isOverEdit(action)) {
    const reason = 'git does not track it, so what you wrote there could not be brought back';
    return { ...conflict, reason };
  }
  if (!isMoved(action)) return action;
  return { ...conflict, reason: 'moved here by you, and git does not track it yet' };
}

/** Whether an action changes what somebody wrote. */
function isOverEdit(action: Action): boolean {
  const { was, base } = action;
  return isOverFile(action) && was.kind === 'file' && (base === undefined || !isSame(base, was));
}

/** Whether it changes a file where somebody has moved it. */
function isMoved(action: Action): boolean {
  return isOverFile(action) && action.rendered !== undefined;
}

function isOverFile({ kind, was }: Action): boolean {
  return was.kind === 'file' && (kind === 'write' || kind === 'delete');
}
