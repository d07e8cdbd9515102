import { byCodeUnit } from '../../pack/order.ts';
import type { Proposal } from './edit.ts';
import type { MapValue, Place, Value } from './value.ts';

/** The sibling that something stands behind; absent: it stands first. */
type Sibling = string | undefined;

/**
 * Finds a place in the user's map for each new entry: in order where the user's keys are in order,
 * otherwise behind the entry that it follows in the template.
 *
 * @returns sibling → what is to stand behind it, in the template's order
 */
export function insertions(
  added: readonly (readonly [key: string, value: Value])[],
  next: MapValue,
  ours: MapValue,
  { at, from }: { readonly at: Place; readonly from: Place },
): ReadonlyMap<Sibling, readonly Proposal[]> {
  const theirs = [...next.entries.keys()];
  const own = [...ours.entries.keys()];
  const sorted = own.length > 1 && isSorted(own) && isSorted(theirs);
  const placed = new Map<Sibling, Proposal[]>();
  for (const [key, value] of added) {
    const before = theirs.slice(0, theirs.indexOf(key));
    const after = sorted
      ? own.findLast((other) => byCodeUnit(other, key) < 0)
      : before.findLast((other) => ours.entries.has(other));
    const edit = { kind: 'insert', into: at, key, after, from: [...from, key], value } as const;
    placed.set(after, [...(placed.get(after) ?? []), { edit }]);
  }
  return placed;
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || byCodeUnit(keys[index - 1] ?? '', key) < 0);
}
