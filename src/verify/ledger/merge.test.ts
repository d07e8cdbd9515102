import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LedgerEntry, ledgerLine } from './entry.ts';
import { mergedLedgers } from './merge.ts';
import { standingsOf } from './standing.ts';
import { digest, entryOf } from './testing.ts';

const anyEntry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    combination: fc.constantFrom('nothing', 'k6', 'auth.method=jwt'),
    tier: fc.constantFrom('built' as const, 'faulted' as const),
    fingerprint: fc.constantFrom(digest('a'), digest('b')),
    pack: fc.constantFrom(digest('d'), digest('e')),
    durationMs: fc.nat(3),
    result: fc.constantFrom('passed' as const, 'failed' as const),
    reused: fc.constantFrom(true as const, undefined),
    at: fc.constantFrom(
      '2026-11-23T00:00:00Z',
      '2026-11-23T00:00:00.000Z',
      '2026-11-23T00:00:01Z',
      '2026-11-23T00:00:02Z',
    ),
  })
  .map(entryOf);
const anyLedger = fc.array(anyEntry, { maxLength: 12 });
const lines = (entries: readonly LedgerEntry[]): string => entries.map(ledgerLine).join('');
const subject = { pack: digest('d'), engine: '0.1.0' };
const verdicts = (entries: readonly LedgerEntry[]) =>
  standingsOf(entries, subject).map(({ tier, fingerprint, combinations, last }) => ({
    tier,
    fingerprint,
    combinations,
    result: last.result,
    at: Date.parse(last.at),
  }));

test('the order of ledgers makes no difference, and neither does merging twice', () => {
  fc.assert(
    fc.property(anyLedger, anyLedger, anyLedger, (a, b, c) => {
      const merged = mergedLedgers([a, b, c]);
      expect(lines(mergedLedgers([c, a, b]))).toBe(lines(merged));
      expect(lines(mergedLedgers([mergedLedgers([a, b]), c]))).toBe(lines(merged));
      expect(lines(mergedLedgers([merged, merged]))).toBe(lines(merged));
    }),
  );
});

test('merging changes nothing of what is known: not which programs pass, nor which combinations they are', () => {
  fc.assert(
    fc.property(anyLedger, anyLedger, (a, b) => {
      expect(verdicts(mergedLedgers([a, b]))).toEqual(verdicts([...a, ...b]));
    }),
  );
});

test('a program that failed in its last run has failed, whatever was reused since', () => {
  fc.assert(
    fc.property(anyLedger, (entries) => {
      for (const { tier, fingerprint, last } of standingsOf(entries, subject)) {
        const runs = entries.filter(
          (entry) => entry.tier === tier && entry.fingerprint === fingerprint && !entry.reused,
        );
        const latest = Math.max(...runs.map(({ at }) => Date.parse(at)));
        const failed = runs.some(
          ({ at, result }) => Date.parse(at) === latest && result === 'failed',
        );
        if (failed) expect(last.result).toBe('failed');
      }
    }),
  );
});

const passed = entryOf({ combination: 'k6', at: '2026-11-23T01:00:00Z' });
const failed = entryOf({ combination: 'k6', result: 'failed', at: '2026-11-23T02:00:00Z' });
const reused = entryOf({ combination: 'k6', reused: true, at: '2026-11-23T03:00:00Z' });
const passedAgain = entryOf({ combination: 'k6', at: '2026-11-23T04:00:00Z' });

test.each<[string, readonly LedgerEntry[], 'passed' | 'failed']>([
  ['an older pass', [failed, passed], 'failed'],
  ['an older pass that another shard reused later', [passed, failed, reused], 'failed'],
  [
    'the same pass of another combination',
    [{ ...passed, combination: 'nothing' }, failed],
    'failed',
  ],
  ['a pass of the same instant', [failed, { ...passed, at: failed.at }], 'failed'],
  ['a later run that passes', [passed, failed, reused, passedAgain], 'passed'],
])('a failure, and %s', (_, entries, result) => {
  for (const order of [entries, entries.toReversed()]) {
    const merged = mergedLedgers(order.map((entry) => [entry]));
    expect(verdicts(merged).map((standing) => standing.result)).toEqual([result]);
  }
});

test('lines about other versions of a pack, or by other versions of Plinth, are no evidence for this one', () => {
  const others = [entryOf({ pack: digest('e') }), entryOf({ engine: '0.0.9' })];
  expect(standingsOf(others, subject)).toEqual([]);
});

test('a combination that now comes down to another program is no longer counted with the first', () => {
  const entries = [
    entryOf({ combination: 'k6', at: '2026-11-23T01:00:00Z' }),
    entryOf({ combination: 'k6', at: '2026-11-23T02:00:00Z', fingerprint: digest('b') }),
  ];
  expect(verdicts(entries)).toMatchObject([{ fingerprint: digest('b'), combinations: ['k6'] }]);
});
