import { formatPatch, structuredPatch, type StructuredPatchHunk } from 'diff';
import type { FileMode } from '../pack/pack.ts';
import { inForm, normalText } from '../repo/line-ends.ts';
import type { Paint } from './terminal.ts';

/** A file on one side of a comparison. */
export interface Side {
  readonly bytes: Uint8Array;
  readonly mode: FileMode;
}

/** How a file differs, for people and for `git apply`. */
export interface FileDiff {
  /** Unified, with git's headers; one line that git passes over where it is no text. */
  readonly text: string;
  readonly added: number;
  readonly removed: number;
}

/** Beyond so many changed lines a difference is shown as everything out and everything in. */
const mostEdits = 5000;
const context = 3;

/**
 * Compares two states of a file line by line. Line ends and a byte-order mark that are the same all
 * through are no difference: they are the checkout's business. Both sides are shown with those of the
 * later one, as git looks for the lines that stand there.
 *
 * @param path - relative, `/` separates
 * @param before - absent: there was none
 * @param after - absent: it is gone
 */
export function unifiedDiff(
  path: string,
  before: Side | undefined,
  after: Side | undefined,
): FileDiff {
  const [was, is] = [before, after].map((side) => normalText(side?.bytes ?? Buffer.of()));
  const [oldName, newName] = [
    before ? `a/${path}` : '/dev/null',
    after ? `b/${path}` : '/dev/null',
  ];
  if (!was || !is) {
    return { text: `Binary files ${oldName} and ${newName} differ\n`, added: 0, removed: 0 };
  }
  const { form } = after ? is : was;
  const shown = (text: string): string => Buffer.from(inForm(text, form)).toString('utf8');
  const hunks = hunksBetween(shown(was.text), shown(is.text));
  const text = formatPatch({
    oldFileName: oldName,
    newFileName: newName,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [...hunks],
    isGit: true,
    isCreate: !before,
    isDelete: !after,
    ...(before && before.mode !== after?.mode ? { oldMode: gitMode(before.mode) } : {}),
    ...(after && before?.mode !== after.mode ? { newMode: gitMode(after.mode) } : {}),
  });
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    text,
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}

/** A unified diff in colour. */
export function paintedDiff(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line) => {
      if (/^(?:diff |--- |\+\+\+ )/.test(line)) return paint.bold(line);
      if (line.startsWith('@@')) return paint.cyan(line);
      if (line.startsWith('+')) return paint.green(line);
      return line.startsWith('-') ? paint.red(line) : line;
    })
    .join('\n');
}

function hunksBetween(before: string, after: string): readonly StructuredPatchHunk[] {
  const options = { context, maxEditLength: mostEdits };
  const patch = structuredPatch('', '', before, after, undefined, undefined, options);
  return patch?.hunks ?? [replacement(before, after)];
}

function replacement(before: string, after: string): StructuredPatchHunk {
  const [out] = structuredPatch('', '', before, '').hunks;
  const [into] = structuredPatch('', '', '', after).hunks;
  return {
    oldStart: 1,
    oldLines: out?.oldLines ?? 0,
    newStart: 1,
    newLines: into?.newLines ?? 0,
    lines: [...(out?.lines ?? []), ...(into?.lines ?? [])],
  };
}

function gitMode(mode: FileMode): string {
  return mode === 0o755 ? '100755' : '100644';
}
