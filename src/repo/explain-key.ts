import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml';

/** A key of a structured text, from the outside in, and the lines that it stands on. */
export interface PlacedKey {
  readonly key: readonly string[];
  /** Counted from 1: that of the key itself, and the last of what belongs to it. */
  readonly first: number;
  readonly last: number;
}

/**
 * Every key of a YAML or JSON text, items of lists by their place. It makes no use of values, so that a
 * text with an anchor, a tag or a doubled key is read as far as it goes.
 *
 * @returns in order of place; none when it is no such text
 */
export function keysOf(text: string): readonly PlacedKey[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  if (document.errors.length > 0) return [];
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  return keysIn(document.contents, [], lineAt);
}

function keysIn(
  node: Node | null | undefined,
  above: readonly string[],
  lineAt: (offset: number) => number,
): readonly PlacedKey[] {
  const place = (name: string, from: Node | null, inner: Node | null): readonly PlacedKey[] => {
    const start = from?.range?.[0] ?? 0;
    const end = Math.max(start, (inner ?? from)?.range?.[1] ?? start);
    const key = [...above, name];
    const first = lineAt(start);
    // A block ends where the next one begins.
    const last = Math.max(first, lineAt(Math.max(start, end - 1)));
    return [{ key, first, last }, ...keysIn(inner, key, lineAt)];
  };
  if (isMap(node)) {
    return (node.items as Pair<Node, Node | null>[]).flatMap(({ key, value }) =>
      place(isScalar(key) ? String(key.value) : '', key, value),
    );
  }
  if (isSeq(node)) {
    return (node.items as Node[]).flatMap((item, index) => place(String(index), item, item));
  }
  return [];
}

/** The names of a `.env` text, each with the lines of its explanation. */
export function variablesIn(text: string): readonly PlacedKey[] {
  const lines = text.split('\n');
  let first = 1;
  return lines.flatMap((line, index): readonly PlacedKey[] => {
    const name = /^(?:# )?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
    if (line.trim() === '') first = index + 2;
    if (name === undefined) return [];
    const placed = { key: [name], first, last: index + 1 };
    first = index + 2;
    return [placed];
  });
}

/** The key that is meant by its names, joined by dots: a name may have dots in it. */
export function namedKey(keys: readonly PlacedKey[], name: string): PlacedKey | undefined {
  return keys.find(({ key }) => key.join('.') === name);
}

/** The innermost key that a line belongs to. */
export function keyAtLine(keys: readonly PlacedKey[], line: number): PlacedKey | undefined {
  return keys.filter(({ first, last }) => first <= line && line <= last).at(-1);
}
