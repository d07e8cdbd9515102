/** What keeps a plan off what git cannot bring back, or does not show. */
import { PlinthError } from '../pack/error.ts';
import { gitStatus, leftOutOfCheckout, type GitStatus, type RunGit } from './git.ts';
import type { Repository } from './open-repository.ts';
import type { Action, Plan } from './plan.ts';
import { isSame } from './three-way.ts';

/**
 * Refuses a sparse checkout that leaves out rendered files: they would pass for deleted, and what the
 * templates change in them for taken.
 *
 * @throws PlinthError `PLINTH_SPARSE_CHECKOUT`
 */
export async function refuseSparse({ fs, root, base }: Repository, git: RunGit): Promise<void> {
  const absent = [...base]
    .map(([path, { at = path }]) => at)
    .filter((path) => fs.look(`${root}/${path}`) === undefined);
  const [first, ...others] = await leftOutOfCheckout(git, absent);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new PlinthError('PLINTH_SPARSE_CHECKOUT', `${first}${more}: not checked out`, {
    path: first,
    hint: 'Run git sparse-checkout disable, or add their folders.',
  });
}

/** A plan with more conflicts, and what is in no commit. */
export interface Guarded extends Plan {
  /** Paths that would be written over edits that are in no commit. */
  readonly uncommitted: readonly string[];
}

/**
 * What version control does not know cannot be brought back: a file that it does not track is never
 * written over an edit, nor where somebody has moved it, markers are not put into it either, and edits
 * that are in no commit are named.
 *
 * @param git - for the repository that the plan is about
 */
export async function guarded(git: RunGit, { actions }: Plan): Promise<Guarded> {
  const concerned = actions.filter(
    (action) => isOverEdit(action) || isMoved(action) || isMarked(action),
  );
  const paths = concerned.map(standsAt);
  const status = concerned.length === 0 ? undefined : await gitStatus(git, paths);
  const uncommitted = actions
    .filter(isOverEdit)
    .map(standsAt)
    .filter((path) => status?.dirty.has(path));
  return { actions: actions.map((action) => withGit(action, status)), uncommitted };
}

const standsAt = ({ path, from }: Action): string => from ?? path;

function withGit(action: Action, status: GitStatus | undefined): Action {
  if (!status || status.tracked.has(standsAt(action))) return action;
  if (action.kind === 'conflict') return { ...action, marked: undefined };
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

/** Whether a file has both sides between markers to take. */
function isMarked(action: Action): boolean {
  return action.kind === 'conflict' && action.marked !== undefined && action.was.kind === 'file';
}

function isOverFile({ kind, was }: Action): boolean {
  return was.kind === 'file' && (kind === 'write' || kind === 'delete');
}
