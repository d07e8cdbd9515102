import { pointerOf, sameValue, type Place, type Value } from './value.ts';

/**
 * Keys that the template sets from now on and that the user's file has already: they stay when the
 * template gives them up.
 *
 * @returns JSON pointers of scalars and lists
 */
export function ownKeys(base: Value, next: Value, ours: Value): readonly string[] {
  return leaves(next, [])
    .filter(([at]) => !has(base, at) && has(ours, at))
    .map(([at]) => pointerOf(at));
}

/** The value without the keys that are the user's own, and without the maps that this leaves empty. */
export function withoutOwn(
  value: Value,
  own: readonly string[],
  at: Place = [],
): Value | undefined {
  if (own.includes(pointerOf(at)) && at.length > 0) return undefined;
  if (value.kind !== 'map') return value;
  const entries = [...value.entries].flatMap(([key, inner]): readonly [string, Value][] => {
    const left = withoutOwn(inner, own, [...at, key]);
    return left ? [[key, left]] : [];
  });
  const emptied = entries.length === 0 && value.entries.size > 0 && at.length > 0;
  return emptied ? undefined : { kind: 'map', entries: new Map(entries) };
}

function leaves(value: Value, at: Place): readonly (readonly [Place, Value])[] {
  if (value.kind !== 'map') return [[at, value]];
  return [...value.entries].flatMap(([key, inner]) => leaves(inner, [...at, key]));
}

function has(value: Value, at: Place): boolean {
  let found: Value | undefined = value;
  for (const step of at)
    found = found?.kind === 'map' ? found.entries.get(String(step)) : undefined;
  return found !== undefined && !sameValue(found, undefined);
}
