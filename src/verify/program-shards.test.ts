import { expect, test } from 'vitest';
import { digest, entryOf } from './ledger/testing.ts';
import { programShards } from './program-shards.ts';

const program = (...ids: readonly [string, ...string[]]) => {
  const [first, ...others] = ids.map((id) => ({ id, practices: {} }));
  return {
    fingerprint: digest('a'),
    combinations: [first ?? { id: '', practices: {} }, ...others] as const,
  };
};
const programs = [program('a', 'a2'), program('b'), program('c'), program('d')];
const idsOf = (shards: ReturnType<typeof programShards>) =>
  shards.map((shard) => shard.map(({ combinations: [{ id }] }) => id));

test('programs are balanced by how long they took in their tier', () => {
  const entries = [
    entryOf({ combination: 'a', durationMs: 9000 }),
    entryOf({ combination: 'b', durationMs: 1000 }),
    entryOf({ combination: 'c', durationMs: 2000 }),
    entryOf({ combination: 'b', durationMs: 90_000, tier: 'faulted' }),
    entryOf({ combination: 'c', durationMs: 90_000, reused: true }),
  ];
  expect(idsOf(programShards(programs, 2, entries, 'built'))).toEqual([['a'], ['c', 'd', 'b']]);
});

test('without a ledger they are as many as each other', () => {
  expect(idsOf(programShards(programs, 2, [], 'built'))).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
});
