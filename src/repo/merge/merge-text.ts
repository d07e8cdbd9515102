import { envFormat } from './env-format.ts';
import type { Format } from './format.ts';
import { jsonFormat } from './json-format.ts';
import { hasMarkers, isSettled, markedText, mergeLines, textOf } from './lines.ts';
import { mergeStructure } from './merge-structure.ts';
import { settleFor } from './settle.ts';
import { yamlFormat } from './yaml-format.ts';

/** The three texts of a merge, without byte-order marks, `\n` ends the lines. */
export interface Texts {
  /** Absent: Plinth never wrote the file. */
  readonly base: string | undefined;
  readonly next: string;
  readonly ours: string;
  /** Whether people wrote `next` as well, on another branch: its comments are kept as those of `ours`. */
  readonly nextByPeople?: boolean | undefined;
  /** Keys of the base that are the user's own, as JSON pointers. */
  readonly yours?: readonly string[] | undefined;
}

/** What became of a merge. */
export type MergedText =
  | { readonly kind: 'merged'; readonly text: string; readonly reports: readonly string[] }
  | { readonly kind: 'conflict'; readonly reason: string; readonly marked: string };

const formats: readonly (readonly [path: RegExp, format: Format])[] = [
  [/\.(?:json|jsonc|json5)$/, jsonFormat],
  [/\.ya?ml$/, yamlFormat],
  [/(?:^|\/)\.env(?:\.[\w.-]+)?$/, envFormat],
];

/** How a file of this path is written, when it is merged by structure. */
export function formatOf(path: string): Format | undefined {
  return formats.find(([pattern]) => pattern.test(path))?.[1];
}

/**
 * Merges the texts of a file of this path: by structure where it has one, otherwise by lines. What comes
 * out of it has a structure again, and no markers.
 */
export function mergeText(path: string, texts: Texts): MergedText {
  const byLines = mergeAsLines(path, texts);
  const format = formatOf(path);
  if (!format) return byLines;
  const structured = mergeStructure(format, texts, byLines);
  if (structured) return structured;
  if (byLines.kind === 'conflict') return byLines;
  if (format.parse(texts.ours) === undefined) {
    return { ...byLines, reports: ['has a mistake in it, or a key twice: merged line by line'] };
  }
  if (format.parse(byLines.text) !== undefined) return byLines;
  return {
    kind: 'conflict',
    reason: 'merged line by line it would not be sound any more',
    marked: texts.ours,
  };
}

/** Merges texts line by line, whatever they hold. */
export function mergeAsLines(path: string, { base, next, ours }: Texts): MergedText {
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
