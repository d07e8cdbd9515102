import { isMap, isScalar, isSeq, type Document } from 'yaml';
import type { Edit } from './edit.ts';
import { lineEnd, lineStart, spliced, startsLine, Unwritable, type Splice } from './format.ts';
import type { Place } from './value.ts';
import { startWithComments } from './yaml-comments.ts';
import { editFlow } from './yaml-flow.ts';
import {
  commentsIn,
  containerAt,
  documentOf,
  endOf,
  keyText,
  nodeAt,
  pairAt,
  pairEnd,
  startOf,
  type Container,
} from './yaml-tree.ts';

/** Makes edits in the user's YAML, each as a splice: order, comments and indentation stay. */
export function editYaml(ours: string, next: string, edits: readonly Edit[], base = ''): string {
  const source = documentOf(next);
  if (!source) throw new Unwritable('the template is not YAML');
  const known = new Set(commentsIn(base));
  const whole = ours === '' || ours.endsWith('\n') ? ours : `${ours}\n`;
  // From the end, so that places and siblings of the edits that are left stay what they were.
  return [...edits].reverse().reduce((text, edit) => {
    const document = documentOf(text);
    if (!document) throw new Unwritable('an edit broke the text');
    return spliced(text, [spliceOf({ text, document, next, source, known }, edit)]);
  }, whole);
}

interface Editing {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly next: string;
  readonly source: Document.Parsed;
  /** The comments that were last rendered. */
  readonly known: ReadonlySet<string>;
}

function spliceOf(editing: Editing, edit: Edit): Splice {
  const { text, document } = editing;
  const place = edit.kind === 'insert' ? edit.into : edit.at.slice(0, -1);
  const container = containerAt(document, place);
  if (container.flow === true) {
    const empty = container.items.length === 0 && edit.kind === 'insert';
    return empty ? fillEmpty(editing, edit, container) : editFlow(text, container, edit);
  }
  if (edit.kind === 'insert') return insertion(editing, edit, container);
  const step = edit.at.at(-1);
  if (step === undefined) throw new Unwritable('the whole text cannot be replaced');
  return edit.kind === 'remove'
    ? removal(editing, container, step)
    : replacement(editing, edit, container, step);
}

/** A scalar in place of a scalar, or the whole entry anew. */
function replacement(
  { text, document, next, source }: Editing,
  { at, from }: Extract<Edit, { kind: 'set' }>,
  container: Container,
  step: string | number,
): Splice {
  const [old, fresh] = [nodeAt(document, at), nodeAt(source, from)];
  const [oldEnd, freshEnd] = [old && endOf(text, old), fresh && endOf(next, fresh)];
  if (isScalar(old) && isScalar(fresh) && oldEnd !== null && freshEnd !== null) {
    const [start, begin] = [startOf(old), startOf(fresh)];
    const lines = [text.slice(start, oldEnd), next.slice(begin, freshEnd)];
    if (oldEnd > start && freshEnd > begin && lines.every((line) => !line.includes('\n'))) {
      return { start, end: oldEnd, text: next.slice(begin, freshEnd) };
    }
  }
  const entry = entryOf(text, container, step);
  const slice = sourceEntry(next, source, from).body;
  return { start: entry.start, end: entry.end, text: indented(slice, entry.column).trimStart() };
}

function insertion(
  { text, next, source }: Editing,
  { after, from }: Extract<Edit, { kind: 'insert' }>,
  container: Container,
): Splice {
  const { gap, body } = sourceEntry(next, source, from);
  const sibling = entryOf(text, container, after ?? firstStep(container));
  const lines = indented(body, sibling.column);
  if (after === undefined) {
    return startsLine(text, sibling.start)
      ? at(lineStart(text, sibling.start), `${lines}\n`)
      : at(sibling.start, `${lines.trimStart()}\n${' '.repeat(sibling.column)}`);
  }
  const end = lineEnd(text, sibling.end);
  const behind = text.slice(sibling.end, end).trim();
  if (behind !== '' && !behind.startsWith('#')) throw new Unwritable('two entries on one line');
  return at(end, `\n${gap}${lines}`);
}

const at = (start: number, text: string): Splice => ({ start, end: start, text });

function removal({ text, known }: Editing, container: Container, step: string | number): Splice {
  const { start, end } = entryOf(text, container, step);
  if (container.items.length === 1) {
    return { start, end, text: isMap(container) ? '{}' : '[]' };
  }
  const behind = text.slice(end, lineEnd(text, end)).trim();
  if (behind !== '') throw new Unwritable('a comment stands behind what is to go');
  if (startsLine(text, start)) {
    const from = startWithComments(text, start, known);
    return { start: from, end: Math.min(text.length, lineEnd(text, end) + 1), text: '' };
  }
  // The first entry of a list's item shares its line with the dash.
  if (!isMap(container) || stepOf(container, 0) !== step)
    throw new Unwritable('no line of its own');
  return { start, end: entryOf(text, container, stepOf(container, 1)).start, text: '' };
}

/** `{}` and `[]` become a block. */
function fillEmpty(
  { text, document, next, source }: Editing,
  { into, from }: Extract<Edit, { kind: 'insert' }>,
  container: Container,
): Splice {
  const key = into.at(-1);
  const parent = key === undefined ? undefined : containerAt(document, into.slice(0, -1));
  const [start, end] = [startOf(container), endOf(text, container)];
  const { body } = sourceEntry(next, source, from);
  if (parent === undefined) return { start, end, text: body };
  if (!isMap(parent) || parent.flow === true || key === undefined) {
    throw new Unwritable('an empty list or map without a key');
  }
  const { column } = entryOf(text, parent, key);
  const colon = text.lastIndexOf(':', start);
  return { start: colon + 1, end, text: `\n${indented(body, column + 2)}` };
}

interface Entry {
  /** Where the key or the dash stands. */
  readonly start: number;
  readonly end: number;
  readonly column: number;
}

/** Where an entry of a block stands, its key or dash included. */
function entryOf(text: string, container: Container, step: string | number): Entry {
  if (isMap(container)) {
    const pair = pairAt(container, step);
    const start = startOf(pair.key);
    return { start, end: pairEnd(text, pair), column: start - lineStart(text, start) };
  }
  const item: unknown = container.items[Number(step)];
  const first = startOf(item);
  const dash = text.lastIndexOf('-', first - 1);
  if (!/^-\s+$/.test(text.slice(dash, first)) || !startsLine(text, dash)) {
    throw new Unwritable('an item without a dash of its own');
  }
  return { start: dash, end: endOf(text, item), column: dash - lineStart(text, dash) };
}

function firstStep(container: Container): string | number {
  return stepOf(container, 0);
}

function stepOf(container: Container, index: number): string | number {
  if (isSeq(container)) return index;
  const key = keyText(container.items[index]?.key);
  if (key !== undefined) return key;
  throw new Unwritable('a map without a key');
}

interface SourceEntry {
  /** An empty line, when the template sets the entry apart. */
  readonly gap: string;
  /** The entry with the comments above it, at column 0. */
  readonly body: string;
}

function sourceEntry(next: string, source: Document.Parsed, from: Place): SourceEntry {
  const step = from.at(-1);
  if (step === undefined) throw new Unwritable('the whole text cannot be inserted');
  const container = containerAt(source, from.slice(0, -1));
  if (container.flow === true) throw new Unwritable('the template has it on one line');
  const { start, end, column } = entryOf(next, container, step);
  let first = lineStart(next, start);
  const shared = !startsLine(next, start);
  while (!shared && first > 0) {
    const above = lineStart(next, first - 1);
    const line = next.slice(above, first - 1);
    if (!line.startsWith(`${' '.repeat(column)}#`)) break;
    first = above;
  }
  const gap = first > 0 && next.slice(lineStart(next, first - 1), first).trim() === '' ? '\n' : '';
  const lines = shared ? ' '.repeat(column) + next.slice(start, end) : next.slice(first, end);
  return { gap: gap === '\n' && !shared ? gap : '', body: outdented(lines, column) };
}

function outdented(lines: string, column: number): string {
  return lines
    .split('\n')
    .map((line) => line.slice(Math.min(column, line.length - line.trimStart().length)))
    .join('\n');
}

function indented(lines: string, column: number): string {
  const indent = ' '.repeat(column);
  return lines
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join('\n');
}
