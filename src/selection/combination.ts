import { sortedKeys } from '../pack/order.ts';
import type { Pack } from '../pack/pack.ts';
import type { RequestedPractices } from './answers.ts';
import type { Selection } from './resolve.ts';

/**
 * One valid choice of practices, with every option spelled out. It is closed: a practice on offer that
 * another one requires is among the chosen, so that no two combinations render the same service.
 */
export interface Combination {
  /** From {@link combinationId}. */
  readonly id: string;
  readonly practices: RequestedPractices;
}

/** The id of choosing nothing at all. */
export const nothing = 'nothing';

/** The name of a combination: its `practice.option=value` (or `practice`) in order, joined by commas. */
export function combinationId(practices: RequestedPractices): string {
  const parts = sortedKeys(practices).flatMap((id) => {
    const values = practices[id] ?? {};
    const names = sortedKeys(values);
    return names.length === 0 ? [id] : names.map((name) => `${id}.${name}=${values[name] ?? ''}`);
  });
  return parts.length === 0 ? nothing : parts.join(',');
}

/** The combination of a selection: what it has of what the pack offers. */
export function combinationOf(pack: Pack, selection: Selection): Combination {
  const practices = Object.fromEntries(
    [...selection.practices].filter(
      ([id]) => id !== pack.base && pack.practices.get(id)?.implied === false,
    ),
  );
  return { id: combinationId(practices), practices };
}
