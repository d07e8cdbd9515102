import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balancedShards, type Work } from './shards.ts';

const anyDuration = fc.integer({ min: 1, max: 10_000 });
const anyWork = (most: number, duration: fc.Arbitrary<number> = anyDuration) =>
  fc
    .array(duration, { maxLength: most })
    .map((durations) => durations.map((durationMs, index) => ({ id: `w${index}`, durationMs })));
const anyCount = fc.integer({ min: 1, max: 8 });

const sum = (work: readonly Work[]): number =>
  work.reduce((total, { durationMs }) => total + durationMs, 0);

/** How long the longest shard of the best split takes; tries all of them. */
function best(work: readonly Work[], count: number): number {
  const place = (loads: readonly number[], [first, ...rest]: readonly Work[]): number =>
    first === undefined
      ? Math.max(...loads)
      : Math.min(
          ...loads.map((load, index) => place(loads.with(index, load + first.durationMs), rest)),
        );
  return place(
    Array.from({ length: count }, () => 0),
    work,
  );
}

test('every piece of work is in one shard, and there are as many shards as asked for', () => {
  fc.assert(
    fc.property(anyWork(40), anyCount, (work, count) => {
      const shards = balancedShards(work, count);
      expect(shards).toHaveLength(count);
      expect(
        shards
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(work.map(({ id }) => id).sort());
    }),
  );
});

test('the order in which work comes makes no difference', () => {
  fc.assert(
    fc.property(anyWork(20), anyCount, fc.infiniteStream(fc.nat()), (work, count, places) => {
      const mixed = work
        .map((item) => ({ item, place: places.next().value as number }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item);
      expect(balancedShards(mixed, count)).toEqual(balancedShards(work, count));
    }),
  );
});

test('the longest shard takes at most 4/3 - 1/(3n) of the best there is', () => {
  const timed = anyWork(7, fc.integer({ min: 1, max: 100 }));
  fc.assert(
    fc.property(timed, fc.integer({ min: 1, max: 3 }), (work, count) => {
      const longest = Math.max(...balancedShards(work, count).map(sum));
      expect(longest).toBeLessThanOrEqual((4 / 3 - 1 / (3 * count)) * best(work, count) + 1e-9);
    }),
  );
});

test('no shard is emptier than another by more than the last that the other was given', () => {
  fc.assert(
    fc.property(anyWork(40, fc.integer({ min: 1, max: 1000 })), anyCount, (work, count) => {
      const shards = balancedShards(work, count);
      const least = Math.min(...shards.map(sum));
      for (const shard of shards) {
        expect(sum(shard) - (shard.at(-1)?.durationMs ?? 0)).toBeLessThanOrEqual(least);
      }
    }),
  );
});
