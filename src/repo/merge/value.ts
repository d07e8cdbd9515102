/** A value of a JSON, YAML or env file, whatever its notation: keys of a map have no order. */
export type Value =
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | Leaf;

export interface Leaf {
  readonly kind: 'leaf';
  /** JSON of the scalar; anything else that a format has is told apart by a prefix. */
  readonly text: string;
  /** A comment behind it, in which a pinned action tells its version. */
  readonly comment?: string | undefined;
}

export type MapValue = Extract<Value, { kind: 'map' }>;
export type ListValue = Extract<Value, { kind: 'list' }>;

export const emptyMap: MapValue = { kind: 'map', entries: new Map() };

/** Whether two values are equal; comments are no part of a value. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'map') {
    if (b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
    return [...a.entries].every(([key, value]) => sameValue(value, b.entries.get(key)));
  }
  if (a.kind === 'list') {
    if (b.kind !== 'list' || a.items.length !== b.items.length) return false;
    return a.items.every((item, index) => sameValue(item, b.items[index]));
  }
  return b.kind === 'leaf' && a.text === b.text;
}

/** The string that a leaf holds; `undefined` for a number, another scalar, a map or a list. */
export function stringOf(value: Value | undefined): string | undefined {
  return value?.kind === 'leaf' && value.text.startsWith('"')
    ? (JSON.parse(value.text) as string)
    : undefined;
}

/** Keys and indices from the root of a file. */
export type Place = readonly (string | number)[];

/** A place as a JSON pointer (RFC 6901). */
export function pointerOf(place: Place): string {
  return place
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** A place as people read it. */
export function placeText(place: Place): string {
  return place.length === 0 ? 'the whole' : place.join('.');
}

/** The value at a place. */
export function valueAt(value: Value, place: Place): Value | undefined {
  let found: Value | undefined = value;
  for (const step of place) {
    if (found?.kind === 'map') found = found.entries.get(String(step));
    else found = found?.kind === 'list' ? found.items[Number(step)] : undefined;
  }
  return found;
}
