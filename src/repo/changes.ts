import { PlinthError } from '../pack/error.ts';
import { sha256 } from '../pack/files.ts';
import type { FileMode } from '../pack/pack.ts';
import type { Action, Plan } from './plan.ts';
import type { RecordFile } from './records.ts';

/** A file as it has to be found before it is changed. */
export interface Before {
  readonly sha256: string;
  readonly mode: FileMode;
}

/** One file to write or to remove. */
export type Change =
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly bytes: Uint8Array;
      readonly mode: FileMode;
      readonly before: Before | undefined;
    }
  | { readonly kind: 'remove'; readonly path: string; readonly before: Before };

/** What becomes of Plinth's own records. */
export interface RecordChanges {
  /** From `recordsOf`; the lock is the last. */
  readonly write: readonly RecordFile[];
  /** Paths of records that nothing is in any more. */
  readonly remove: readonly string[];
}

/**
 * What a plan comes down to, in the order of writing: the files first, Plinth's records after them.
 * What stands already as it should is not in it.
 *
 * @param plan - without conflicts
 * @param records - what becomes of the records
 * @param standing - what stands where a record goes
 * @throws PlinthError `PLINTH_CONFLICT` or `PLINTH_VIOLATION`, naming the first path
 */
export function changesOf(
  plan: Plan,
  records: RecordChanges,
  standing: (path: string) => Before | undefined,
): readonly Change[] {
  refuseObstacles(plan);
  return [...plan.actions.flatMap(changesOfAction), ...changesOfRecords(records, standing)];
}

/** What one decided action comes down to; a conflict or a violation to nothing. */
export function changesOfAction(action: Action): readonly Change[] {
  const { path, was, from } = action;
  const before = was.kind === 'file' ? { sha256: was.sha256, mode: was.mode } : undefined;
  const old: readonly Change[] =
    from !== undefined && before ? [{ kind: 'remove', path: from, before }] : [];
  if (action.kind === 'create' || action.kind === 'write') {
    const { bytes, mode } = action;
    return [
      { kind: 'write', path, bytes, mode, before: from === undefined ? before : undefined },
      ...old,
    ];
  }
  if (action.kind !== 'delete' || !before) return [];
  return from === undefined ? [{ kind: 'remove', path, before }] : old;
}

/** The changes to Plinth's own records, plinth.lock last. */
export function changesOfRecords(
  { write, remove }: RecordChanges,
  standing: (path: string) => Before | undefined,
): readonly Change[] {
  const removed = remove.flatMap((path): readonly Change[] => {
    const before = standing(path);
    return before ? [{ kind: 'remove', path, before }] : [];
  });
  const written = write.flatMap(({ path, bytes }): readonly Change[] => {
    const before = standing(path);
    if (before && isUnchanged(before, bytes)) return [];
    return [{ kind: 'write', path, bytes, mode: 0o644, before }];
  });
  return [...removed, ...written];
}

/** Asked only of what stands: the ancestors in a new service alone are most of a megabyte. */
function isUnchanged(before: Before, bytes: Uint8Array): boolean {
  return before.sha256 === sha256(bytes);
}

/** The same plan, with every edit of a managed file given up. */
export function overwriting({ actions }: Plan): Plan {
  return {
    actions: actions.map((action): Action => {
      if (action.kind !== 'violation') return action;
      const { replacement, reason } = action;
      const reports = [`${reason}: overwritten`];
      return replacement
        ? { ...action, ...replacement, kind: 'write', reports }
        : { ...action, kind: 'delete' };
    }),
  };
}

/** Whether an action keeps the whole plan from being applied. */
export function isObstacle(
  action: Action,
): action is Extract<Action, { readonly kind: 'conflict' | 'violation' }> {
  return action.kind === 'conflict' || (action.kind === 'violation' && action.inTheWay);
}

function refuseObstacles({ actions }: Plan): void {
  const obstacle = actions.find(isObstacle);
  if (obstacle === undefined) return;
  throw new PlinthError(
    obstacle.kind === 'conflict' ? 'PLINTH_CONFLICT' : 'PLINTH_VIOLATION',
    `${obstacle.path}: ${obstacle.reason}`,
    { path: obstacle.path, hint: 'Move it out of the way, or undo the edit, and run this again.' },
  );
}
