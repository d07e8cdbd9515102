import type { Edit, Proposal } from './edit.ts';
import { insertions } from './insertion.ts';
import { mergeLists } from './merge-lists.ts';
import { holdsVersion, newerOf } from './newer.ts';
import { emptyMap, placeText, sameValue, type MapValue, type Place, type Value } from './value.ts';

/** A merge of structures. */
export interface MergedValues {
  /** The user's value with every edit that may be made; absent: nothing is left. */
  readonly value: Value | undefined;
  /** In the order of the user's file. */
  readonly proposals: readonly Proposal[];
  /** What people should know. */
  readonly reports: readonly string[];
}

/** One value as the three sides have it; absent: the side has none. */
export interface Sides {
  readonly base: Value | undefined;
  readonly next: Value | undefined;
  readonly ours: Value | undefined;
  /** Where it stands in the user's file, and in the template's. */
  readonly at: Place;
  readonly from: Place;
}

/**
 * Merges structures three-way. Maps have no order; lists do, and their items are matched by `id`, `name`
 * or `uses`. What both sides changed differently is a conflict, and ours is kept; of two versions the
 * newer one is taken.
 */
export function mergeValues(sides: Sides): MergedValues {
  const { base, next, ours, at } = sides;
  if (sameValue(next, ours) || sameValue(base, next)) return kept(ours);
  if (ours === undefined) return withoutOurs(sides);
  if (next === undefined) return withoutNext(sides);
  if (next.kind === 'map' && ours.kind === 'map' && (!base || base.kind === 'map')) {
    return mergeMaps(base ?? emptyMap, next, ours, sides);
  }
  const edit: Edit = { kind: 'set', at, from: sides.from, value: next };
  if (sameValue(base, ours) && isPlain(next))
    return { value: next, proposals: [{ edit }], reports: [] };
  if (next.kind === 'list' && ours.kind === 'list' && base?.kind === 'list') {
    const merged = mergeLists(base, next, ours, sides, mergeValues);
    if (merged) return merged;
  }
  if (sameValue(base, ours)) return { value: next, proposals: [{ edit }], reports: [] };
  if (next.kind === 'leaf' && ours.kind === 'leaf' && holdsVersion(at)) {
    const taken = newerOf(base?.kind === 'leaf' ? base : undefined, next, ours, at);
    if (taken?.side === 'ours') return { ...kept(ours), reports: [taken.report] };
    if (taken) return { value: next, proposals: [{ edit }], reports: [taken.report] };
  }
  const both = base === undefined ? 'added' : 'changed';
  return refused(ours, edit, `${placeText(at)}: ${both} by you and by the template`);
}

/** A scalar, or a list of scalars, of which nobody can have made the inside their own. */
function isPlain(value: Value): boolean {
  return (
    value.kind === 'leaf' ||
    (value.kind === 'list' && value.items.every(({ kind }) => kind === 'leaf'))
  );
}

function kept(ours: Value | undefined, reports: readonly string[] = []): MergedValues {
  return { value: ours, proposals: [], reports };
}

function refused(ours: Value, edit: Edit, conflict: string): MergedValues {
  return { value: ours, proposals: [{ edit, conflict }], reports: [] };
}

/** What the user has deleted stays deleted. Additions are made by the map or list around them. */
function withoutOurs({ base, next, at }: Sides): MergedValues {
  if (base === undefined || next === undefined) return kept(next);
  return kept(undefined, [`${placeText(at)}: deleted by you, changed by the template`]);
}

function withoutNext(sides: Sides): MergedValues {
  const { base, ours, at } = sides;
  if (ours === undefined) return kept(ours);
  const edit: Edit = { kind: 'remove', at };
  if (sameValue(base, ours)) return { value: undefined, proposals: [{ edit }], reports: [] };
  if (base?.kind === 'map' && ours.kind === 'map' && isCollection(at)) {
    const merged = mergeMaps(base, emptyMap, ours, sides);
    const left = merged.value?.kind === 'map' && merged.value.entries.size > 0;
    return left ? merged : { ...merged, value: undefined, proposals: [{ edit }] };
  }
  return refused(ours, edit, `${placeText(at)}: edited by you, removed by the template`);
}

/** Maps whose entries stand for themselves, so that one may stay when all the others go. */
const collections: ReadonlySet<string> = new Set(['environment', 'env', 'depends_on', 'labels']);

function isCollection(at: Place): boolean {
  return at.length <= 1 || collections.has(String(at.at(-1)));
}

function mergeMaps(base: MapValue, next: MapValue, ours: MapValue, sides: Sides): MergedValues {
  const added = [...next.entries].filter(
    ([key]) => !base.entries.has(key) && !ours.entries.has(key),
  );
  const inserts = insertions(added, next, ours, sides);
  const entries = new Map<string, Value>(added);
  const proposals: Proposal[] = [...(inserts.get(undefined) ?? [])];
  const reports: string[] = [];
  const gone = [...base.entries.keys()].filter((key) => !ours.entries.has(key));
  for (const key of [...ours.entries.keys(), ...gone]) {
    const merged = mergeValues({
      base: base.entries.get(key),
      next: next.entries.get(key),
      ours: ours.entries.get(key),
      at: [...sides.at, key],
      from: [...sides.from, key],
    });
    if (merged.value) entries.set(key, merged.value);
    proposals.push(...merged.proposals, ...(inserts.get(key) ?? []));
    reports.push(...merged.reports);
  }
  return { value: { kind: 'map', entries }, proposals, reports };
}
