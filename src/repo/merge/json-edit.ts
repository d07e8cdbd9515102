import { createScanner, type Node } from 'jsonc-parser';
import type { Edit } from './edit.ts';
import {
  indentAt,
  lineEnd,
  lineStart,
  spliced,
  startsLine,
  Unwritable,
  type Splice,
} from './format.ts';
import { nodeAt, rootOf } from './json-tree.ts';
import type { Place } from './value.ts';

/** Makes edits in the user's JSON, each as a splice: order, comments and indentation stay. */
export function editJson(ours: string, next: string, edits: readonly Edit[]): string {
  const source = rootOf(next);
  if (!source) throw new Unwritable('the template is not JSON');
  // From the end, so that places and siblings of the edits that are left stay what they were.
  return [...edits].reverse().reduce((text, edit) => {
    const root = rootOf(text);
    if (!root) throw new Unwritable('an edit broke the text');
    return spliced(text, splicesOf({ text, root, next, source }, edit));
  }, ours);
}

interface Editing {
  readonly text: string;
  readonly root: Node;
  readonly next: string;
  readonly source: Node;
}

function splicesOf(editing: Editing, edit: Edit): readonly Splice[] {
  if (edit.kind === 'set') {
    const node = found(editing.root, edit.at);
    const indent = indentAt(editing.text, node.offset);
    return [{ start: node.offset, end: endOf(node), text: sourceText(editing, edit.from, indent) }];
  }
  return edit.kind === 'remove' ? removal(editing, edit.at) : insertion(editing, edit);
}

function insertion(
  editing: Editing,
  { into, key, after, from }: Extract<Edit, { kind: 'insert' }>,
): readonly Splice[] {
  const { text, root } = editing;
  const container = found(root, into);
  const children = container.children ?? [];
  const open = container.offset + 1;
  const close = endOf(container) - 1;
  const broken = children[0]
    ? text.slice(open, children[0].offset).includes('\n')
    : isBroken(root, text);
  const closing = indentAt(text, container.offset);
  const indent =
    children[0] && broken ? indentAt(text, children[0].offset) : closing + unitOf(text);
  const entry = `${key === undefined ? '' : `${JSON.stringify(key)}: `}${sourceText(editing, from, broken ? indent : closing)}`;
  if (children.length === 0) {
    if (text.slice(open, close).trim() !== '') throw new Unwritable('a comment stands alone');
    const inner = broken ? `\n${indent}${entry}\n${closing}` : ` ${entry} `;
    return [
      { start: open, end: close, text: container.type === 'array' && !broken ? entry : inner },
    ];
  }
  if (after === undefined) {
    const start = broken ? behindComment(text, open) : open;
    const spaced = container.type === 'object' && !broken;
    return [
      {
        start,
        end: start,
        text: broken ? `\n${indent}${entry},` : `${spaced ? ' ' : ''}${entry},${spaced ? '' : ' '}`,
      },
    ];
  }
  const sibling = childAt(container, after);
  const end = endOf(sibling);
  if (!broken) return [{ start: end, end, text: `, ${entry}` }];
  const comma = commaBehind(text, end);
  const start = behindComment(text, comma === undefined ? end : comma + 1);
  const line = { start, end: start, text: `\n${indent}${entry}${comma === undefined ? '' : ','}` };
  if (comma !== undefined) return [line];
  return start === end
    ? [{ ...line, text: `,${line.text}` }]
    : [{ start: end, end, text: ',' }, line];
}

function removal({ text, root }: Editing, at: Place): readonly Splice[] {
  const container = found(root, at.slice(0, -1));
  const last = at.at(-1);
  if (last === undefined) throw new Unwritable('the whole text cannot be removed');
  const child = childAt(container, last);
  const siblings = container.children ?? [];
  const index = siblings.indexOf(child);
  const comma = commaBehind(text, endOf(child));
  const own = withLine(text, child.offset, comma === undefined ? endOf(child) : comma + 1);
  const before = siblings[index - 1];
  if (siblings.length === 1 && text.slice(container.offset + 1, child.offset).trim() === '') {
    const end = endOf(container) - 1;
    const rest = text.slice(comma === undefined ? endOf(child) : comma + 1, end);
    if (rest.trim() === '') return [{ start: container.offset + 1, end, text: '' }];
  }
  const separator = before && comma === undefined ? commaBehind(text, endOf(before)) : undefined;
  if (separator === undefined) return [own];
  return text.slice(separator + 1, own.start).trim() === '' && !startsLine(text, child.offset)
    ? [{ start: separator, end: own.end, text: '' }]
    : [{ start: separator, end: separator + 1, text: '' }, own];
}

/** The stretch with the rest of its lines, when nothing else stands on them. */
function withLine(text: string, start: number, end: number): Splice {
  const rest = text.slice(end, lineEnd(text, end));
  if (!startsLine(text, start)) {
    const spaces = /^[ \t]*/.exec(rest)?.[0].length ?? 0;
    return { start, end: end + spaces, text: '' };
  }
  if (rest.trim() !== '')
    return { start, end: end + rest.length - rest.trimStart().length, text: '' };
  return {
    start: lineStart(text, start),
    end: Math.min(text.length, lineEnd(text, end) + 1),
    text: '',
  };
}

/** A value as the template writes it, at the user's indentation. */
function sourceText({ text, next, source }: Editing, from: Place, indent: string): string {
  const node = found(source, from);
  const [unit, own] = [unitOf(next), unitOf(text)];
  const depth = indentAt(next, node.offset).length;
  const [first = '', ...rest] = next.slice(node.offset, endOf(node)).split('\n');
  const lines = rest.map((line) => {
    const spaces = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const levels = Math.max(0, Math.round((spaces - depth) / unit.length));
    return `\n${indent}${own.repeat(levels)}${line.trimStart()}`;
  });
  return first + lines.join('');
}

/** One level of indentation. */
function unitOf(text: string): string {
  return /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
}

function isBroken(root: Node, text: string): boolean {
  return text.slice(root.offset, endOf(root)).includes('\n') || (root.children ?? []).length === 0;
}

/** The comma that follows `offset`, behind white space and comments at most. */
function commaBehind(text: string, offset: number): number | undefined {
  const scanner = createScanner(text);
  scanner.setPosition(offset);
  // Commas are 5; 12 to 15 are comments, line breaks and white space.
  for (let kind = scanner.scan() as number; kind !== 5; kind = scanner.scan() as number) {
    if (kind < 12 || kind > 15) return undefined;
  }
  return scanner.getTokenOffset();
}

/** The end of the comments that stand behind `offset` on its line; `offset` when none does. */
function behindComment(text: string, offset: number): number {
  const rest = text.slice(offset, lineEnd(text, offset));
  const comment = /^[ \t]*(?:\/\*(?:(?!\*\/).)*\*\/[ \t]*)*(?:\/\/.*)?$/.exec(rest);
  return comment && rest.trim() !== '' ? offset + rest.trimEnd().length : offset;
}

/** A property or an item of a container. */
function childAt(container: Node, step: string | number): Node {
  const children = container.children ?? [];
  const child =
    typeof step === 'number'
      ? children[step]
      : children.find((property) => property.children?.[0]?.value === step);
  if (child) return child;
  throw new Unwritable(`there is no ${String(step)}`);
}

function found(root: Node, place: Place): Node {
  const node = nodeAt(root, place);
  if (node) return node;
  throw new Unwritable(`there is no ${place.join('.')}`);
}

const endOf = (node: Node): number => node.offset + node.length;
