import { diffIndices } from 'node-diff3';

/** A stretch that both sides changed, as lines. */
export interface Clash {
  readonly base: readonly string[];
  readonly next: readonly string[];
  readonly ours: readonly string[];
}

/** Merged lines: stretches that are settled, and those that are not. */
export type MergedLines = readonly (readonly string[] | Clash)[];

/**
 * Settles a clash that only line by line is one.
 *
 * @returns the lines, or `undefined` when it is a real one
 */
export type SettleClash = (clash: Clash) => readonly string[] | undefined;

/**
 * Merges texts line by line, as diff3 does (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3",
 * 2007), with two differences: changes that touch without overlapping are both taken, and whether the
 * last line is ended is settled by itself, so that nothing is ever written behind a line without an end.
 *
 * @param base - the ancestor; `\n` ends the lines of all three
 * @param next - the new rendering
 * @param ours - the user's
 * @param settle - asked about each clash
 */
export function mergeLines(
  base: string,
  next: string,
  ours: string,
  settle: SettleClash,
): MergedLines {
  const lines = linesOf(base);
  const hunks = [
    ...hunksOf(lines, linesOf(ours), 'ours'),
    ...hunksOf(lines, linesOf(next), 'next'),
  ].sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: (readonly string[] | Clash)[] = [];
  let at = 0;
  while (hunks.length > 0) {
    const region = nextRegion(hunks);
    merged.push(lines.slice(at, region.start));
    merged.push(resolved(lines, region, settle));
    at = region.end;
  }
  merged.push(lines.slice(at));
  const parts = merged.filter((part) => isClash(part) || part.length > 0);
  return isOpenEnded(base, next, ours) ? withOpenEnd(parts) : parts;
}

/** Whether the last line is to be without an end: what one side changed about it, or both alike. */
function isOpenEnded(base: string, next: string, ours: string): boolean {
  const open = (text: string): boolean => text !== '' && !text.endsWith('\n');
  return open(base) === open(ours) ? open(next) : open(ours);
}

function withOpenEnd(parts: MergedLines): MergedLines {
  const last = parts.at(-1);
  if (last === undefined || isClash(last)) return parts;
  const line = last.at(-1) ?? '';
  return [...parts.slice(0, -1), [...last.slice(0, -1), line.replace(/\n$/, '')]];
}

/** A stretch of the base, `end` not included, that one side replaced. */
interface Hunk {
  readonly side: 'ours' | 'next';
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

interface Region {
  readonly start: number;
  readonly end: number;
  readonly hunks: readonly Hunk[];
}

function hunksOf(base: string[], other: string[], side: Hunk['side']): readonly Hunk[] {
  return diffIndices(base, other).map(({ buffer1: [start, length], buffer2Content }): Hunk => ({
    side,
    start: start,
    end: start + length,
    lines: buffer2Content,
  }));
}

/** Takes the first hunk off, and with it all that overlap it. */
function nextRegion(hunks: Hunk[]): Region {
  const first = hunks.shift();
  if (!first) throw new RangeError('no hunk is left');
  const taken = [first];
  let { end } = first;
  for (let [next] = hunks; next && overlaps(first.start, end, next); [next] = hunks) {
    end = Math.max(end, next.end);
    taken.push(next);
    hunks.shift();
  }
  return { start: first.start, end, hunks: taken };
}

/** Two insertions at one place overlap: nobody can tell their order. */
function overlaps(start: number, end: number, next: Hunk): boolean {
  return next.start < end || (start === end && next.start === next.end && next.start === start);
}

function resolved(
  lines: readonly string[],
  { start, end, hunks }: Region,
  settle: SettleClash,
): readonly string[] | Clash {
  const side = (name: Hunk['side']): readonly string[] => {
    let at = start;
    const own = hunks
      .filter((hunk) => hunk.side === name)
      .flatMap((hunk) => {
        const before = lines.slice(at, hunk.start);
        at = hunk.end;
        return [...before, ...hunk.lines];
      });
    return [...own, ...lines.slice(at, end)];
  };
  const clash: Clash = { base: lines.slice(start, end), next: side('next'), ours: side('ours') };
  return agreed(clash) ?? settle(clash) ?? clash;
}

/** Whether nothing is left to settle. */
export function isSettled(merged: MergedLines): merged is readonly (readonly string[])[] {
  return !merged.some(isClash);
}

/** The text of settled lines. */
export function textOf(merged: readonly (readonly string[])[]): string {
  return merged.flat().join('');
}

/** The text with each clash between markers, as git writes it. */
export function markedText(merged: MergedLines): string {
  const whole = (lines: readonly string[]): string =>
    lines.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('');
  return merged
    .map((part) =>
      isClash(part)
        ? `<<<<<<< yours\n${whole(part.ours)}||||||| before\n${whole(part.base)}=======\n${whole(part.next)}>>>>>>> plinth\n`
        : part.join(''),
    )
    .join('');
}

/** Whether a text has lines that a merge left in it. */
export function hasMarkers(text: string): boolean {
  return /^<{7}(?: |$)/m.test(text) && /^>{7}(?: |$)/m.test(text);
}

/** Lines with their ends; the last one is given one. */
function linesOf(text: string): string[] {
  const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return ended.match(/[^\n]*\n/g) ?? [];
}

function isClash(part: readonly string[] | Clash): part is Clash {
  return !Array.isArray(part);
}

/** What only one side changed, or both alike. */
function agreed({ base, next, ours }: Clash): readonly string[] | undefined {
  if (sameLines(next, ours) || sameLines(base, next)) return ours;
  return sameLines(base, ours) ? next : undefined;
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
