import type { MergedText, Texts } from './merge-text.ts';

/** A text cut at its markers, which belong to the block. */
interface Cut {
  readonly before: string;
  readonly block: string;
  readonly after: string;
}

const begin = /^.*plinth:begin.*\n/gm;
const end = /^.*plinth:end.*(?:\n|$)/gm;

/**
 * Merges what stands between two markers, lines with `plinth:begin` and `plinth:end`, and leaves all
 * else as it is.
 *
 * @param merge - merges the blocks
 */
export function mergeBlock(
  { base, next, ours }: Texts,
  merge: (texts: Texts) => MergedText,
): MergedText {
  const [before, theirs, own] = [base ?? next, next, ours].map(cut);
  if (!before || !theirs || !own) {
    const reason = 'a marker of the block is missing, or there twice';
    return { kind: 'conflict', reason, marked: ours };
  }
  const merged = merge({
    base: base === undefined ? undefined : before.block,
    next: theirs.block,
    ours: own.block,
  });
  const whole = (block: string): string => own.before + block + own.after;
  return merged.kind === 'merged'
    ? { ...merged, text: whole(merged.text) }
    : { ...merged, marked: whole(merged.marked) };
}

/**
 * The user's text without the block.
 *
 * @returns `undefined` when its markers are not there once, or it is not as it was rendered
 */
export function withoutBlock(base: string, ours: string): string | undefined {
  const [before, own] = [cut(base), cut(ours)];
  return own && before?.block === own.block ? own.before + own.after : undefined;
}

function cut(text: string): Cut | undefined {
  const [first, second] = [[...text.matchAll(begin)], [...text.matchAll(end)]];
  const [opening, closing] = [first[0], second[0]];
  if (!opening || !closing || first.length > 1 || second.length > 1) return undefined;
  if (closing.index < opening.index) return undefined;
  const stop = closing.index + closing[0].length;
  return {
    before: text.slice(0, opening.index),
    block: text.slice(opening.index, stop),
    after: text.slice(stop),
  };
}
