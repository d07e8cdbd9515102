import type { Proposal } from './edit.ts';
import { matchItems, type Matches } from './match-items.ts';
import type { MergedValues, Sides } from './merge-values.ts';
import { sameValue, type ListValue, type Value } from './value.ts';

/** Lists in which a place has a meaning of its own: what one side changed in them is the whole list. */
const positional: ReadonlySet<string> = new Set(['command', 'entrypoint', 'args', 'test']);

/**
 * Merges lists item by item: what the template adds stands behind the item that it follows there, what
 * it removes goes where the user has not edited it, and what both have is merged.
 *
 * @param merge - merges one item
 * @returns `undefined` when the items cannot be told apart, the template has put them into another order
 * than the user's, or both have taken an item away and something stands in its place: nobody can tell
 * whether that is the item, changed
 */
export function mergeLists(
  base: ListValue,
  next: ListValue,
  ours: ListValue,
  sides: Sides,
  merge: (sides: Sides) => MergedValues,
): MergedValues | undefined {
  if (positional.has(String(sides.at.at(-1)))) return undefined;
  const matched = matchSides(base, next, ours);
  if (!matched) return undefined;
  const { inBase, inOurs } = matched;
  const items: Value[] = [];
  const proposals: Proposal[] = [];
  const reports: string[] = [];

  const insertBehind = (index: number): void => {
    for (const [at, item] of next.items.entries()) {
      if (inBase.has(at) || inOurs.has(at) || anchorOf(at, inOurs) !== index) continue;
      const from = [...sides.from, at];
      const after = index < 0 ? undefined : index;
      const { at: into } = sides;
      const edit = { kind: 'insert', into, key: undefined, after, from, value: item } as const;
      proposals.push({ edit });
      items.push(item);
    }
  };
  insertBehind(-1);
  for (const [index, item] of ours.items.entries()) {
    const at = matched.nextOfOurs.get(index);
    const before = matched.baseOfOurs.get(index);
    const merged = merge({
      base: before === undefined ? undefined : base.items[before],
      next: at === undefined ? undefined : next.items[at],
      ours: item,
      at: [...sides.at, index],
      from: [...sides.from, at ?? index],
    });
    if (merged.value) items.push(merged.value);
    proposals.push(...merged.proposals);
    reports.push(...merged.reports);
    insertBehind(index);
  }
  for (const [at, item] of next.items.entries()) {
    const before = inBase.get(at);
    if (inOurs.has(at) || before === undefined || sameValue(base.items[before], item)) continue;
    reports.push(`${[...sides.at, at].join('.')}: deleted by you, changed by the template`);
  }
  return { value: { kind: 'list', items }, proposals, reports };
}

/** The user's item that an item of the template follows; -1: none. */
function anchorOf(at: number, inOurs: Matches): number {
  for (let before = at - 1; before >= 0; before -= 1) {
    const found = inOurs.get(before);
    if (found !== undefined) return found;
  }
  return -1;
}

interface Matched {
  /** Item of the template → the same item in the base. */
  readonly inBase: Matches;
  /** Item of the template → the same item in the user's list. */
  readonly inOurs: Matches;
  readonly nextOfOurs: Matches;
  readonly baseOfOurs: Matches;
}

function matchSides(base: ListValue, next: ListValue, ours: ListValue): Matched | undefined {
  const inBase = matchItems(next.items, base.items);
  const oursOfBase = matchItems(base.items, ours.items);
  if (!inBase || !oursOfBase) return undefined;
  const inOurs = new Map<number, number>();
  for (const [at, before] of inBase) {
    const found = oursOfBase.get(before);
    if (found !== undefined) inOurs.set(at, found);
  }
  const baseOfOurs = inverse(oursOfBase);
  const bothAdded = matchItems(
    next.items.filter((_, at) => !inBase.has(at)),
    ours.items.filter((_, at) => !baseOfOurs.has(at)),
  );
  if (!bothAdded) return undefined;
  const [newInNext, newInOurs] = [next, ours].map(({ items }, side) =>
    [...items.keys()].filter((at) => !(side === 0 ? inBase : baseOfOurs).has(at)),
  );
  for (const [at, found] of bothAdded) inOurs.set(newInNext?.[at] ?? -1, newInOurs?.[found] ?? -1);
  if (!isAscending(inBase) && !isAscending(inOurs)) return undefined;
  const found = new Set(inOurs.values());
  const added = [
    ...(newInNext ?? []).filter((at) => !inOurs.has(at)).map((at) => ({ at, inBase })),
    ...(newInOurs ?? []).filter((at) => !found.has(at)).map((at) => ({ at, inBase: baseOfOurs })),
  ];
  if (isContested(base, [inBase, baseOfOurs], added)) return undefined;
  return { inBase, inOurs, nextOfOurs: inverse(inOurs), baseOfOurs };
}

interface Added {
  readonly at: number;
  /** Of the list that it was added to. */
  readonly inBase: Matches;
}

/** Whether something was added in a place from which both sides have taken an item. */
function isContested(
  base: ListValue,
  [nextInBase, oursInBase]: readonly [Matches, Matches],
  added: readonly Added[],
): boolean {
  const [inNext, inOurs] = [new Set(nextInBase.values()), new Set(oursInBase.values())];
  const isCommon = (item: number): boolean => inNext.has(item) && inOurs.has(item);
  /** The item of the base that all three have and that a place follows; -1: none. */
  const placeOf = (at: number, inBase: (at: number) => number | undefined): number => {
    for (let before = at - 1; before >= 0; before -= 1) {
      const item = inBase(before);
      if (item !== undefined && isCommon(item)) return item;
    }
    return -1;
  };
  const lost = [...base.items.keys()].filter((item) => !inNext.has(item) && !inOurs.has(item));
  const places = new Set(lost.map((item) => placeOf(item, (same) => same)));
  return added.some(({ at, inBase }) => places.has(placeOf(at, (item) => inBase.get(item))));
}

function inverse(matches: Matches): Matches {
  return new Map([...matches].map(([from, to]) => [to, from]));
}

/** Whether both lists have what they share in the same order. */
function isAscending(matches: Matches): boolean {
  const found = [...matches].sort(([a], [b]) => a - b).map(([, to]) => to);
  return found.every((to, index) => index === 0 || (found[index - 1] ?? -1) < to);
}
