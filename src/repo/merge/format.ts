import type { Edit } from './edit.ts';
import type { Value } from './value.ts';

/** A kind of file that is merged by structure. */
export interface Format {
  /** The structure of a text; `undefined` when it has none: a syntax error, or a key twice. */
  parse(text: string): Value | undefined;
  /** The comments of a text that has a structure. */
  comments(text: string): readonly string[];
  /**
   * Makes edits in the user's text, and changes nothing else in it.
   *
   * @param ours - the user's text
   * @param next - the template's, from which new parts are taken as they are written there
   * @param edits - in the order of the user's file
   * @param base - what was last rendered; comments of it go along with what they stand above
   * @throws Unwritable when an edit has no place in the text
   */
  edit(ours: string, next: string, edits: readonly Edit[], base?: string): string;
}

/** An edit cannot be made in the text as it is written: that is a conflict, not a mistake. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable';
}

/** A part of a text to be replaced; `end` not included. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Makes splices, which do not overlap, in a text. */
export function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce(
      (whole, { start, end, text: part }) => whole.slice(0, start) + part + whole.slice(end),
      text,
    );
}

/** Where the line of `offset` starts. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of `offset` ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The white space that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** Whether nothing but white space stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}
