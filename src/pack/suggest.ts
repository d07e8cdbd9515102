import { closest, distance } from 'fastest-levenshtein';

/**
 * Finds what was probably meant.
 *
 * @param word - what was typed
 * @param known - what exists
 * @returns a sentence for a hint: the nearest name, or all of them when none is near
 */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return 'There is none to choose from.';
  const nearest = closest(word, known);
  const most = Math.min(Math.max(2, Math.floor(word.length / 3)), nearest.length - 1);
  const near = distance(word, nearest) <= most;
  return near ? `Did you mean "${nearest}"?` : `There is: ${known.join(', ')}.`;
}
