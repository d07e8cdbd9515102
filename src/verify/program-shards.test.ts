import { expect, test } from 'vitest';
import type { Tier } from './ledger/entry.ts';
import { digest, entryOf } from './ledger/testing.ts';
import { programShards } from './program-shards.ts';

const program = (id: string, tests: readonly string[] = [id], ...same: readonly string[]) => ({
  fingerprint: digest('a'),
  combinations: [{ id, practices: {} }, ...same.map((id) => ({ id, practices: {} }))] as const,
  tests: new Set(tests),
});
const programs = [program('a', ['a'], 'a2'), program('b'), program('c'), program('d')];
const took = (durations: Readonly<Record<string, number>>, tier: Tier) =>
  Object.entries(durations).map(([combination, durationMs]) =>
    entryOf({ combination, durationMs, tier }),
  );
const idsOf = (shards: ReturnType<typeof programShards>) =>
  shards.map((shard) => shard.map(({ combinations: [{ id }] }) => id));

test('programs are balanced by how long they took in their tier', () => {
  const entries = [
    ...took({ a: 9000, b: 1000, c: 2000 }, 'built'),
    ...took({ b: 90_000 }, 'faulted'),
    entryOf({ combination: 'c', durationMs: 90_000, reused: true }),
  ];
  expect(idsOf(programShards(programs, 2, entries, 'built'))).toEqual([['a'], ['b', 'c', 'd']]);
});

test('without a ledger they are as many as each other', () => {
  expect(idsOf(programShards(programs, 2, [], 'built'))).toEqual([
    ['a', 'c'],
    ['b', 'd'],
  ]);
});

test('what was never timed counts as long as the median', () => {
  const entries = took({ a: 900, b: 100, c: 200 }, 'built');
  const more = [...programs, program('e')];
  expect(idsOf(programShards(more, 2, entries, 'built'))).toEqual([['a'], ['b', 'c', 'd', 'e']]);
});

const pairs = [
  program('a', ['1']),
  program('b', ['2']),
  program('a+k6', ['1', 'load']),
  program('b+k6', ['2', 'load']),
];

test('a program is where all of its tests are run anyway', () => {
  expect(idsOf(programShards(pairs, 2, [], 'built'))).toEqual([
    ['a', 'a+k6'],
    ['b', 'b+k6'],
  ]);
});

test('where nothing is shared between programs each is by itself', () => {
  const entries = took({ a: 9000, b: 1000 }, 'faulted');
  expect(idsOf(programShards(pairs, 2, entries, 'faulted'))).toEqual([
    ['a', 'b'],
    ['a+k6', 'b+k6'],
  ]);
});

test('the same few tests in all programs leave no shard without any', () => {
  const alike = ['a', 'b', 'c', 'd', 'e'].map((id) => program(id, ['1']));
  const sizes = (count: number) => programShards(alike, count, [], 'built').map((it) => it.length);
  expect([2, 3, 4].map(sizes)).toEqual([
    [3, 2],
    [2, 2, 1],
    [2, 1, 1, 1],
  ]);
});
