import { isMap, type Pair } from 'yaml';
import type { Edit } from './edit.ts';
import { Unwritable, type Splice } from './format.ts';
import type { Value } from './value.ts';
import { endOf, keyText, pairEnd, startOf, type Container } from './yaml-tree.ts';

/** Makes an edit in `{ a: 1 }` or `[a, b]`, which is written anew from the texts of its entries. */
export function editFlow(text: string, container: Container, edit: Edit): Splice {
  const [start, end] = [startOf(container), endOf(text, container)];
  const whole = text.slice(start, end);
  if (/[\n#]/.test(whole)) throw new Unwritable('a list or map in brackets over several lines');
  const entries = entriesOf(text, container);
  const changed = edit.kind === 'insert' ? inserted(entries, edit) : replaced(entries, edit);
  const inner = changed.map(({ text: entry }) => entry).join(', ');
  const padded = inner !== '' && /^[{[]\s/.test(whole) ? ` ${inner} ` : inner;
  return { start, end, text: whole.slice(0, 1) + padded + whole.slice(-1) };
}

interface FlowEntry {
  readonly step: string | number;
  readonly text: string;
}

function entriesOf(text: string, container: Container): readonly FlowEntry[] {
  return container.items.map((item: unknown, index): FlowEntry => {
    if (!isMap(container))
      return { step: index, text: text.slice(startOf(item), endOf(text, item)) };
    const pair = item as Pair;
    const step = keyText(pair.key) ?? '';
    return { step, text: text.slice(startOf(pair.key), pairEnd(text, pair)) };
  });
}

function inserted(
  entries: readonly FlowEntry[],
  { after, key, value }: Extract<Edit, { kind: 'insert' }>,
): readonly FlowEntry[] {
  const at = after === undefined ? 0 : entries.findIndex(({ step }) => step === after) + 1;
  return [
    ...entries.slice(0, at),
    { step: key ?? -1, text: flowEntry(key, value) },
    ...entries.slice(at),
  ];
}

function replaced(
  entries: readonly FlowEntry[],
  edit: Exclude<Edit, { kind: 'insert' }>,
): readonly FlowEntry[] {
  const last = edit.at.at(-1);
  return entries.flatMap((entry) => {
    if (entry.step !== last) return [entry];
    if (edit.kind === 'remove') return [];
    const key = typeof last === 'string' ? last : undefined;
    return [{ step: entry.step, text: flowEntry(key, edit.value) }];
  });
}

function flowEntry(key: string | undefined, value: Value): string {
  return key === undefined ? flowText(value) : `${flowKey(key)}: ${flowText(value)}`;
}

function flowKey(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
}

/** JSON is YAML. */
function flowText(value: Value): string {
  if (value.kind === 'list') return `[${value.items.map(flowText).join(', ')}]`;
  if (value.kind === 'leaf') return value.text;
  const entries = [...value.entries].map(([key, inner]) => flowEntry(key, inner));
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
