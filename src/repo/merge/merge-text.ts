import { hasMarkers, isSettled, markedText, mergeLines, textOf } from './lines.ts';
import { settleFor } from './settle.ts';

/** The three texts of a merge, without byte-order marks, `\n` ends the lines. */
export interface Texts {
  /** Absent: Plinth never wrote the file. */
  readonly base: string | undefined;
  readonly next: string;
  readonly ours: string;
}

/** What became of a merge. */
export type MergedText =
  | { readonly kind: 'merged'; readonly text: string; readonly reports: readonly string[] }
  | { readonly kind: 'conflict'; readonly reason: string; readonly marked: string };

/** Merges the texts of a file of this path. */
export function mergeText(path: string, texts: Texts): MergedText {
  return mergeAsLines(path, texts);
}

function mergeAsLines(path: string, { base, next, ours }: Texts): MergedText {
  const merged = mergeLines(base ?? '', next, ours, settleFor(path));
  const marked = markedText(merged);
  if (!isSettled(merged)) {
    const reason =
      base === undefined
        ? 'you and the template both added it'
        : 'you and the template changed the same lines';
    return { kind: 'conflict', reason, marked };
  }
  const text = textOf(merged);
  if (hasMarkers(text)) return { kind: 'conflict', reason: 'has conflict markers in it', marked };
  return { kind: 'merged', text, reports: [] };
}
