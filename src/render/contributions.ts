import { holds } from '../pack/condition.ts';
import type { Contribution, Pack } from '../pack/pack.ts';
import type { Selection } from '../selection/resolve.ts';
import { noteCondition, type ReadLog } from './reads.ts';

/** One block of a manifest's `contributes`, and whether it counts in this service. */
export interface Part {
  readonly practice: string;
  readonly contribution: Contribution;
  readonly active: boolean;
}

/** What one practice gives to a shared file. */
export interface Given<T> {
  readonly practice: string;
  readonly value: T;
}

/** Every contribution of the pack: the base's first, the others in order of id. */
export function partsOf(pack: Pack, selection: Selection): readonly Part[] {
  const ids = [pack.base, ...[...pack.practices.keys()].filter((id) => id !== pack.base)];
  return ids.flatMap((id) =>
    (pack.practices.get(id)?.contributions ?? []).map((contribution) => ({
      practice: id,
      contribution,
      active: selection.practices.has(id) && holds(contribution.when, selection),
    })),
  );
}

/**
 * What the practices present give under one key of `contributes`.
 *
 * @param parts - from {@link partsOf}
 * @param key - the key
 * @param reads - takes note of every condition that decided it
 */
export function given<K extends Exclude<keyof Contribution, 'when'>>(
  parts: readonly Part[],
  key: K,
  reads: ReadLog,
): readonly Given<Contribution[K]>[] {
  return parts.flatMap(({ practice, contribution, active }) => {
    const value = contribution[key];
    if (Object.keys(value).length === 0) return [];
    noteCondition(reads, practice, contribution.when);
    return active ? [{ practice, value }] : [];
  });
}
