import { lineStart } from './format.ts';

/**
 * Where an entry starts together with the comments right above it, as far as the template wrote them:
 * they go with what they speak of, and those of the user stay.
 *
 * @param start - of the entry, which begins its line
 * @param known - texts of the comments that were last rendered
 * @returns the start of a line
 */
export function startWithComments(text: string, start: number, known: ReadonlySet<string>): number {
  let first = lineStart(text, start);
  const column = start - first;
  while (first > 0) {
    const above = lineStart(text, first - 1);
    const line = text.slice(above, first - 1);
    if (line.search(/\S/) !== column || line[column] !== '#') break;
    if (!known.has(line.slice(column + 1).trim())) break;
    first = above;
  }
  return first;
}
