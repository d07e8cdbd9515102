import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { Unwritable } from './format.ts';
import type { Place, Value } from './value.ts';

/**
 * Reads a text as one document of YAML 1.2, in which `on` is a word.
 *
 * @returns `undefined` for anything else: a syntax error, a key twice, an unknown alias
 */
export function documentOf(text: string): Document.Parsed | undefined {
  const document = parseDocument(text, { version: '1.2', prettyErrors: false, strict: true });
  if (document.errors.length > 0) return undefined;
  const unknown: string[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) unknown.push(alias.source);
    },
  });
  return unknown.length === 0 ? document : undefined;
}

/** The structure below a node; `undefined` when a key is more than a word. */
export function valueOf(node: unknown): Value | undefined {
  if (node === null) return { kind: 'leaf', text: 'null' };
  if (isMap(node)) return mapOf(node);
  if (isSeq(node)) {
    const items = node.items.map(valueOf);
    return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined;
  }
  if (isAlias(node)) return { kind: 'leaf', text: `*${node.source}` };
  if (!isScalar(node)) return undefined;
  const text = `${node.tag === undefined ? '' : `${node.tag} `}${JSON.stringify(node.value)}`;
  return { kind: 'leaf', text, comment: node.comment ?? undefined };
}

function mapOf(map: YAMLMap): Value | undefined {
  const entries = new Map<string, Value>();
  for (const { key, value } of map.items) {
    const inner = valueOf(value);
    const name = keyText(key);
    if (!inner || name === undefined || entries.has(name)) return undefined;
    entries.set(name, inner);
  }
  return { kind: 'map', entries };
}

/** A key as a word; `undefined` for a structure. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  const { value } = key;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** Every comment, without its mark. */
export function commentsIn(text: string): readonly string[] {
  return [...new Lexer().lex(text)]
    .filter((token) => token.startsWith('#'))
    .map((token) => token.slice(1).trim());
}

export type Container = YAMLMap | YAMLSeq;

/** The map or list at a place. */
export function containerAt(document: Document.Parsed, place: Place): Container {
  const node = place.length === 0 ? document.contents : nodeAt(document, place);
  if (isMap(node) || isSeq(node)) return node;
  throw new Unwritable(`there is no map or list at ${place.join('.')}`);
}

/** The node at a place; an empty value is one without an extent. */
export function nodeAt(document: Document.Parsed, place: Place): Node | null {
  const last = place.at(-1);
  if (last === undefined) return document.contents;
  const container = containerAt(document, place.slice(0, -1));
  if (isMap(container)) {
    const { value } = pairAt(container, last);
    return isNode(value) ? value : null;
  }
  const item = container.items[Number(last)];
  return isNode(item) ? item : null;
}

/** The entry of a map. */
export function pairAt(map: YAMLMap, key: string | number): Pair {
  const pair = map.items.find((candidate) => keyText(candidate.key) === String(key));
  if (pair) return pair;
  throw new Unwritable(`there is no key ${String(key)}`);
}

/** Where a node starts in its text. */
export function startOf(node: unknown): number {
  if (isNode(node) && node.range) return node.range[0];
  throw new Unwritable('a value without a place in its text');
}

/** Where the content of a node ends: behind its last character that is not white space. */
export function endOf(text: string, node: unknown): number {
  if (!isNode(node) || !node.range) throw new Unwritable('a value without a place in its text');
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (last === undefined) throw new Unwritable('a map or list without a text');
    return isMap(node) ? pairEnd(text, last as Pair) : endOf(text, last);
  }
  const [start, end] = node.range;
  return start + text.slice(start, end).trimEnd().length;
}

/** Where the content of an entry ends. */
export function pairEnd(text: string, { key, value }: Pair): number {
  const empty = !isNode(value) || !value.range || value.range[0] === value.range[1];
  if (!empty) return endOf(text, value);
  const end = endOf(text, key);
  return end + (/^\s*:/.exec(text.slice(end))?.[0].length ?? 0);
}
