import { diffIndices } from 'node-diff3';
import { Unwritable, type Format } from './format.ts';
import type { MergedText, Texts } from './merge-text.ts';
import { mergeValues, type MergedValues } from './merge-values.ts';
import { withoutOwn } from './own-keys.ts';
import { emptyMap, sameValue, type Value } from './value.ts';

/**
 * Merges texts as structures. A merge by lines is taken where it is clean and gives the same structure,
 * since it keeps the comments of both sides; otherwise the user's text is edited.
 *
 * @param format - how the file is written
 * @param byLines - the texts merged by lines
 * @returns `undefined` when one of the texts has no structure
 */
export function mergeStructure(
  format: Format,
  texts: Texts,
  byLines: MergedText,
): MergedText | undefined {
  const before = texts.base === undefined ? emptyMap : format.parse(texts.base);
  const [next, ours] = [format.parse(texts.next), format.parse(texts.ours)];
  if (!before || !next || !ours) return undefined;
  const base = withoutOwn(before, texts.yours ?? []);
  const merged = mergeValues({ base, next, ours, at: [], from: [] });
  const { reports, proposals } = merged;
  const reasons = proposals.flatMap(({ conflict }) => conflict ?? []);
  if (reasons.length > 0) {
    return { kind: 'conflict', reason: reasons.join('; '), marked: marked(format, texts, merged) };
  }
  const candidates = [
    () => (byLines.kind === 'merged' ? byLines.text : undefined),
    () => edited(format, texts, merged),
  ];
  for (const candidate of candidates) {
    const text = candidate();
    if (text !== undefined && isRight(format, texts, text, merged.value)) {
      return { kind: 'merged', text, reports };
    }
  }
  const reason = 'cannot be merged without losing how you wrote it';
  return {
    kind: 'conflict',
    reason,
    marked: byLines.kind === 'conflict' ? byLines.marked : texts.ours,
  };
}

/** The user's text with the edits that may be made. */
function edited(format: Format, texts: Texts, { proposals }: MergedValues): string | undefined {
  const edits = proposals.flatMap(({ edit, conflict }) => (conflict === undefined ? [edit] : []));
  return written(() => format.edit(texts.ours, texts.next, edits, texts.base));
}

/** Both outcomes of each conflict between markers, and all else merged. */
function marked(format: Format, texts: Texts, merged: MergedValues): string {
  const mine = edited(format, texts, merged) ?? texts.ours;
  const edits = merged.proposals.map(({ edit }) => edit);
  const theirs =
    written(() => format.edit(texts.ours, texts.next, edits, texts.base)) ?? texts.next;
  const [left, right] = [mine, theirs].map((text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
  const lines = [...(left ?? [])];
  for (const { buffer1, buffer2Content } of diffIndices(left ?? [], right ?? []).reverse()) {
    const [start, length] = buffer1;
    const own = whole(lines.slice(start, start + length));
    const other = whole(buffer2Content);
    lines.splice(start, length, `<<<<<<< yours\n${own}=======\n${other}>>>>>>> plinth\n`);
  }
  return lines.join('');
}

function whole(lines: readonly string[]): string {
  return lines.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('');
}

function written(edit: () => string): string | undefined {
  try {
    return edit();
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

/** Whether a text has the structure that was meant, and every comment that people wrote. */
function isRight(format: Format, texts: Texts, text: string, value: Value | undefined): boolean {
  const found = format.parse(text);
  if (!found || !sameValue(found, value)) return false;
  const countedIn = (side: string): ReadonlyMap<string, number> => counted(format.comments(side));
  const [base, after] = [countedIn(texts.base ?? ''), countedIn(text)];
  const byPeople = texts.nextByPeople === true ? [texts.ours, texts.next] : [texts.ours];
  return byPeople.every((side) =>
    [...countedIn(side)].every(
      ([comment, count]) => (after.get(comment) ?? 0) >= count - (base.get(comment) ?? 0),
    ),
  );
}

function counted(comments: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const comment of comments) counts.set(comment, (counts.get(comment) ?? 0) + 1);
  return counts;
}
