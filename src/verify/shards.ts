import { byCodeUnit } from '../pack/order.ts';

/** Something that is verified in one go. */
export interface Work {
  /** Unlike every other of a split. */
  readonly id: string;
  /** How long it takes, in milliseconds. */
  readonly durationMs: number;
}

/**
 * Splits work into shards that take about as long as each other: the longest first, each to the shard
 * that has least so far, which is at most 4/3 of the best split there is (R. Graham, "Bounds on
 * Multiprocessing Timing Anomalies", SIAM Journal on Applied Mathematics 17, 1969).
 *
 * The same work and durations give the same split on every machine, in whatever order they come.
 *
 * @param count - how many shards, an integer from 1; some are empty when there is less work than that
 * @returns the shards; the one that is called 1 comes first
 */
export function balancedShards<T extends Work>(
  work: readonly T[],
  count: number,
): readonly (readonly T[])[] {
  const longestFirst = work.toSorted(
    (a, b) => b.durationMs - a.durationMs || byCodeUnit(a.id, b.id),
  );
  const shards = Array.from({ length: count }, () => ({ load: 0, items: [] as T[] }));
  for (const item of longestFirst) {
    const least = shards.reduce((best, shard) => (shard.load < best.load ? shard : best));
    least.load += item.durationMs;
    least.items.push(item);
  }
  return shards.map(({ items }) => items);
}
