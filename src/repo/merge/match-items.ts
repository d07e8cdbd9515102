import { sameValue, stringOf, type Value } from './value.ts';

/** Index in one list → index of the same item in the other. */
export type Matches = ReadonlyMap<number, number>;

type SameItem = (a: Value, b: Value) => boolean;

/** What makes two items the same one, strongest first. Likeness is not among it. */
const identities: readonly SameItem[] = [
  sameValue,
  (a, b) => sameKey(a, b, 'id'),
  (a, b) => sameKey(a, b, 'name') && !differ(a, b, 'id'),
  (a, b) => sameKey(a, b, 'uses') && !differ(a, b, 'id') && !differ(a, b, 'name'),
];

/**
 * Finds the items of one list in another: equal ones, then those of one `id`, `name` or `uses`.
 *
 * @returns `undefined` when a list has an item twice, so that nobody can tell which is which
 */
export function matchItems(from: readonly Value[], to: readonly Value[]): Matches | undefined {
  if (hasTwins(from) || hasTwins(to)) return undefined;
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const same of identities) {
    for (const [index, item] of from.entries()) {
      if (matches.has(index)) continue;
      const found = to.flatMap((other, at) => (!taken.has(at) && same(item, other) ? [at] : []));
      const rivals = from.filter((other, at) => !matches.has(at) && same(other, item));
      const [only] = found;
      if (only === undefined || found.length > 1 || rivals.length > 1) continue;
      matches.set(index, only);
      taken.add(only);
    }
  }
  return matches;
}

function hasTwins(items: readonly Value[]): boolean {
  return items.some((item, index) => items.slice(0, index).some((other) => sameValue(item, other)));
}

function sameKey(a: Value, b: Value, key: string): boolean {
  const [left, right] = [identityOf(a, key), identityOf(b, key)];
  return left !== undefined && left === right;
}

function differ(a: Value, b: Value, key: string): boolean {
  const [left, right] = [identityOf(a, key), identityOf(b, key)];
  return left !== undefined && right !== undefined && left !== right;
}

/** An action is the same one at every version. */
function identityOf(item: Value, key: string): string | undefined {
  const text = item.kind === 'map' ? stringOf(item.entries.get(key)) : undefined;
  return key === 'uses' ? text?.replace(/@.*$/, '') : text;
}
