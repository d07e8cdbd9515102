import { PlinthError } from '../pack/error.ts';
import type { FileMode } from '../pack/pack.ts';
import type { Plan } from './plan.ts';
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

/**
 * What a plan comes down to, in the order of writing: the files first, Plinth's records after them.
 *
 * @param plan - without conflicts
 * @param records - from `recordsOf`; the lock is the last
 * @param standing - what stands where a record goes
 * @throws PlinthError `PLINTH_CONFLICT` or `PLINTH_VIOLATION`, naming the first path
 */
export function changesOf(
  plan: Plan,
  records: readonly RecordFile[],
  standing: (path: string) => Before | undefined,
): readonly Change[] {
  refuseObstacles(plan);
  const files = plan.actions.flatMap((action): readonly Change[] => {
    const { path, was } = action;
    const before = was.kind === 'file' ? { sha256: was.sha256, mode: was.mode } : undefined;
    if (action.kind === 'create' || action.kind === 'write') {
      return [{ kind: 'write', path, bytes: action.bytes, mode: action.mode, before }];
    }
    return action.kind === 'delete' && before ? [{ kind: 'remove', path, before }] : [];
  });
  return [
    ...files,
    ...records.map(({ path, bytes }): Change => ({
      kind: 'write',
      path,
      bytes,
      mode: 0o644,
      before: standing(path),
    })),
  ];
}

function refuseObstacles({ actions }: Plan): void {
  for (const action of actions) {
    if (action.kind !== 'conflict' && action.kind !== 'violation') continue;
    throw new PlinthError(
      action.kind === 'conflict' ? 'PLINTH_CONFLICT' : 'PLINTH_VIOLATION',
      `${action.path}: ${action.reason}`,
      { path: action.path, hint: 'Move it out of the way, or undo the edit, and run this again.' },
    );
  }
}
