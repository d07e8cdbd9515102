import { expect, test } from 'vitest';
import { reusedEntries } from './reused.ts';
import { standingsOf } from './standing.ts';
import { digest, entryOf } from './testing.ts';

const now = {
  tier: 'built' as const,
  pack: digest('e'),
  engine: '0.2.0',
  at: '2026-11-24T00:00:00.000Z',
};
const passed = entryOf({ combination: 'k6', fingerprint: digest('a') });
const known = [{ fingerprint: digest('a'), combinations: ['k6', 'nothing'] }];

test('what an earlier version of the pack proved of a program is said of the new one, as reused', () => {
  const added = reusedEntries([passed], known, now);
  expect(added).toEqual([
    { ...passed, ...now, combination: 'k6', reused: true },
    { ...passed, ...now, combination: 'nothing', reused: true },
  ]);
  expect(standingsOf([passed, ...added], now)).toMatchObject([
    { combinations: ['k6', 'nothing'], last: passed },
  ]);
});

test('it is said once', () => {
  const added = reusedEntries([passed], known, now);
  expect(reusedEntries([passed, ...added], known, now)).toEqual([]);
});

test('nothing is said of a program that the ledger does not know', () => {
  expect(
    reusedEntries([passed], [{ fingerprint: digest('b'), combinations: ['k6'] }], now),
  ).toEqual([]);
});
