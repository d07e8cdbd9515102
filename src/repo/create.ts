import { resolve as absolute } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { render } from '../render/render.ts';
import type { Tree } from '../render/tree.ts';
import type { Answers } from '../selection/answers.ts';
import { resolve, type Selection } from '../selection/resolve.ts';
import { apply, recoverAt, type Applied } from './apply.ts';
import { changesOf, type Change } from './changes.ts';
import { realFileSystem, type FileSystem } from './file-system.ts';
import { plan, type Plan } from './plan.ts';
import { recordsOf } from './records.ts';
import { refuseToMerge } from './three-way.ts';

/** What a new repository is made from. */
export interface CreateRequest {
  readonly pack: Pack;
  readonly answers: Answers;
  /** The engine's version. */
  readonly engine: string;
}

/** Everything that would be written; nothing has been. Made once, shown, then applied. */
export interface PlannedRepository {
  readonly selection: Selection;
  readonly tree: Tree;
  readonly plan: Plan;
  /** The files and Plinth's records, in the order of writing. */
  readonly changes: readonly Change[];
}

/**
 * Plans a new repository: the plan of every later command, with nothing rendered before. Pure.
 *
 * @throws PlinthError whatever `resolve` and `render` throw
 */
export function planRepository({ pack, answers, engine }: CreateRequest): PlannedRepository {
  const selection = resolve(pack, answers);
  const tree = render(pack, selection, engine);
  const planned = plan({ base: new Map(), next: tree, worktree: new Map(), merge: refuseToMerge });
  const records = recordsOf(pack, selection, tree, engine);
  const changes = changesOf(planned, { write: records, remove: [] }, () => undefined);
  return { selection, tree, plan: planned, changes };
}

/**
 * {@link refuseOccupied}, once what a killed run left there is put back.
 *
 * @throws PlinthError what {@link refuseOccupied} throws, or recovering
 */
export function assertCreatable(target: string, fs: FileSystem = realFileSystem): void {
  const root = absolute(target);
  const kind = fs.look(root)?.kind ?? 'folder';
  if (kind === 'folder') recoverAt(fs, root, Date.now());
  refuseOccupied(target, fs);
}

/**
 * Refuses a directory that a repository cannot be created in. It writes nothing.
 *
 * @param target - may be missing, empty, or hold nothing but `.git`
 * @throws PlinthError `PLINTH_TARGET_NOT_EMPTY`, `PLINTH_TARGET_INVALID`
 */
export function refuseOccupied(target: string, fs: FileSystem = realFileSystem): void {
  const root = absolute(target);
  const standing = fs.look(root);
  if (standing === undefined) return;
  if (standing.kind !== 'folder') {
    throw new PlinthError('PLINTH_TARGET_INVALID', `${target} is not a folder`, {
      path: target,
      hint: 'Choose another directory.',
    });
  }
  const name = fs.list(root).find((candidate) => candidate !== '.git');
  if (name === undefined) return;
  throw new PlinthError('PLINTH_TARGET_NOT_EMPTY', `${target} is not empty: it has ${name}`, {
    path: target,
    hint: 'Choose an empty or new directory.',
  });
}

/**
 * Writes a planned repository: all of it, or nothing.
 *
 * @param planned - from {@link planRepository}
 * @param target - as {@link assertCreatable} wants it; its parent exists
 * @throws PlinthError what {@link assertCreatable} throws, `PLINTH_WRITE_FAILED`, `PLINTH_BUSY`
 */
export function writeRepository(
  { changes }: PlannedRepository,
  target: string,
  fs: FileSystem = realFileSystem,
): Applied {
  assertCreatable(target, fs);
  return apply(fs, absolute(target), changes, Date.now());
}

/** Plans and writes a new repository in one go. */
export function createRepository(
  request: CreateRequest,
  target: string,
  fs: FileSystem = realFileSystem,
): Applied {
  return writeRepository(planRepository(request), target, fs);
}
