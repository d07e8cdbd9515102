/** What people do to files, as data: how it is made, and how it is told that it is still there. */
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One edit of one file. */
export type Edit = {
  readonly path: string;
  /** Where the file stands later on, when the templates rename it. */
  readonly later?: string;
  /** Whether it stands right beside lines that later steps write, change or delete. */
  readonly besideGenerated?: boolean;
} & Change;

/** What is done to a file. */
export type Change =
  | { readonly does: 'create'; readonly text: string; readonly mode?: number }
  | { readonly does: 'append'; readonly text: string }
  /** Puts whole lines behind, or before, the line that has `anchor`. */
  | {
      readonly does: 'insert after' | 'insert before';
      readonly anchor: string;
      readonly text: string;
    }
  | { readonly does: 'replace'; readonly anchor: string; readonly text: string }
  /** Takes away the line that has `anchor`. */
  | { readonly does: 'delete line'; readonly anchor: string }
  | { readonly does: 'set key'; readonly key: readonly string[]; readonly value: string }
  | { readonly does: 'change mode'; readonly mode: number }
  | { readonly does: 'use CRLF' };

/**
 * Makes an edit.
 *
 * @param root - the service's folder
 * @throws when there is nothing to be edited
 */
export function makeEdit(root: string, edit: Edit): void {
  const full = join(root, edit.path);
  if (edit.does === 'change mode') {
    chmodSync(full, edit.mode);
    return;
  }
  const before = existsSync(full) ? readFileSync(full, 'utf8') : '';
  const after = edited(before, edit);
  if (after === before) throw new Error(`${edit.path}: nothing changes: ${JSON.stringify(edit)}`);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, after, edit.does === 'create' ? { mode: edit.mode ?? 0o644 } : {});
}

function edited(text: string, edit: Exclude<Edit, { does: 'change mode' }>): string {
  switch (edit.does) {
    case 'create':
      return edit.text;
    case 'append':
      return `${text}${edit.text}`;
    case 'replace':
      return text.replace(edit.anchor, () => edit.text);
    case 'insert after':
      return onLine(text, edit.anchor, (line) => `${line}\n${edit.text}`);
    case 'insert before':
      return onLine(text, edit.anchor, (line) => `${edit.text}${line}\n`);
    case 'delete line':
      return onLine(text, edit.anchor, () => '');
    case 'use CRLF':
      return text.replaceAll('\n', '\r\n');
    case 'set key':
      return `${JSON.stringify(withKey(JSON.parse(text) as Json, edit.key, edit.value), null, 2)}\n`;
  }
}

/** The first line that has the anchor, by what comes in its place. */
function onLine(text: string, anchor: string, change: (line: string) => string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes(anchor));
  if (at < 0) return text;
  const [line = ''] = lines.splice(at, 1);
  return [...lines.slice(0, at), ''].join('\n') + change(line) + lines.slice(at).join('\n');
}

type Json = string | { readonly [key: string]: Json };

function withKey(value: Json, [first, ...rest]: readonly string[], to: string): Json {
  if (first === undefined || typeof value === 'string') return to;
  return { ...value, [first]: withKey(value[first] ?? {}, rest, to) };
}

/**
 * Whether an edit is still there: its words in their order, however they are formatted, its key, its
 * mode, or its line ends.
 *
 * @returns `undefined`, or what is missing
 */
export function missingOf(root: string, edit: Edit): string | undefined {
  const places = [edit.path, edit.later ?? edit.path].map((path) => join(root, path));
  const full = places.find((path) => existsSync(path));
  if (full === undefined) return `${edit.path} is gone`;
  const text = readFileSync(full, 'utf8');
  return isThere(edit, text, statSync(full).mode)
    ? undefined
    : `${edit.path}: ${JSON.stringify(edit)}`;
}

function isThere(edit: Edit, text: string, mode: number): boolean {
  switch (edit.does) {
    case 'change mode':
      return (mode & 0o777) === edit.mode;
    case 'use CRLF':
      return text.includes('\r\n') && !/(?<!\r)\n/.test(text);
    case 'delete line':
      return !unformatted(text).includes(unformatted(edit.anchor));
    case 'set key':
      return valueAt(JSON.parse(text), edit.key) === edit.value;
    case 'create':
      return (
        unformatted(text) === unformatted(edit.text) && (mode & 0o777) === (edit.mode ?? 0o644)
      );
    case 'append':
    case 'insert after':
    case 'insert before':
    case 'replace':
      return timesIn(text, edit.text) === 1;
  }
}

function timesIn(text: string, part: string): number {
  return unformatted(text).split(unformatted(part)).length - 1;
}

/** What formatters leave alone: no white space, one kind of quotes, no commas and semicolons. */
function unformatted(text: string): string {
  return text.replace(/[\s,;]+/g, '').replaceAll('"', "'");
}

function valueAt(value: unknown, key: readonly string[]): unknown {
  return key.reduce<unknown>(
    (inner, part) => (inner as Readonly<Record<string, unknown>> | undefined)?.[part],
    value,
  );
}
