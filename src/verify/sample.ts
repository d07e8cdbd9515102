import { randomNumbers, shuffled } from '../selection/random-numbers.ts';

/** The share of reused results that are built again. */
export const rebuiltShare = 0.05;

/**
 * Some items, chosen at random.
 *
 * @param count - how many; all of them when there are fewer
 * @param seed - the same one chooses the same items
 */
export function sampleOf<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const chosen = new Set(shuffled([...items.keys()], randomNumbers(seed)).slice(0, count));
  return items.filter((_, index) => chosen.has(index));
}
