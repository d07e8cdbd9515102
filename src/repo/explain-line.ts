import { structuredPatch } from 'diff';

/** Beyond so many changed lines nobody can say which line was which. */
const mostEdits = 5000;

/**
 * Where a line of an edited text stood in the text that was rendered.
 *
 * @param line - of `now`, counted from 1
 * @returns `undefined` for a line that somebody added or changed
 */
export function renderedLine(rendered: string, now: string, line: number): number | undefined {
  if (line > now.split('\n').length) return undefined;
  const options = { context: 0, maxEditLength: mostEdits };
  const patch = structuredPatch('', '', rendered, now, undefined, undefined, options);
  if (!patch) return undefined;
  let shift = 0;
  for (const { newStart, newLines, oldLines } of patch.hunks) {
    if (line < newStart) break;
    if (line < newStart + newLines) return undefined;
    shift += oldLines - newLines;
  }
  return line + shift;
}
