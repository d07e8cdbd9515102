import { expect, test } from 'vitest';
import type { Pack } from '../../pack/pack.ts';
import { loadSmallPack } from '../../pack/testing.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import { digest, entryOf } from '../ledger/testing.ts';
import { html } from './html.ts';
import { reportPage } from './page.ts';
import { countText, durationText, grouped, timeText } from './quantities.ts';
import { reportOf } from './report.ts';

const engine = '0.1.0';
const pack = loadSmallPack();
const entry = (given: Partial<LedgerEntry>): LedgerEntry =>
  entryOf({ pack: pack.digest, engine, ...given });

test('a pair is counted once a program, and a combination each', () => {
  const { pairs } = reportOf(pack, engine, [
    entry({ combination: 'cache.tiers=own,jobs', fingerprint: digest('a') }),
    entry({ combination: 'cache.tiers=own', fingerprint: digest('b') }),
    entry({ combination: 'cache.tiers=shared', fingerprint: digest('b') }),
    entry({ combination: 'cache.tiers=own,cron', fingerprint: digest('c'), result: 'failed' }),
  ]);
  const countOf = (...names: readonly string[]) => {
    const found = pairs.find(({ values }) => values.every(({ name }) => names.includes(name)));
    return found && [found.passed, found.failed, found.combinations];
  };
  expect(countOf('jobs', 'cache.tiers=own')).toEqual([1, 0, 1]);
  expect(countOf('no jobs', 'no cron')).toEqual([1, 0, 2]);
  expect(countOf('cron', 'cache.tiers=own')).toEqual([0, 1, 0]);
  expect(countOf('cron', 'cache.tiers=shared')).toEqual([0, 0, 0]);
  expect(pairs.filter(({ possible }) => !possible)).toHaveLength(1);
});

test('a pair that went through two tiers is counted once, and a failure in either is seen', () => {
  const built = ['jobs', 'cache.tiers=own,jobs'].map((combination, index) =>
    entry({ combination, fingerprint: digest('ab'.charAt(index)) }),
  );
  const faulted = entry({ combination: 'jobs', tier: 'faulted', fingerprint: digest('c') });
  const counted = (...entries: readonly LedgerEntry[]) =>
    reportOf(pack, engine, entries).pairs.find(({ values }) =>
      values.every(({ name }) => ['jobs', 'no cron'].includes(name)),
    );
  expect(counted(...built, faulted)).toMatchObject({ passed: 2, failed: 0, combinations: 2 });
  const failing = { ...faulted, result: 'failed' as const };
  expect(counted(...built, failing)).toMatchObject({ passed: 2, failed: 1, combinations: 2 });
});

test('what was only rendered was not built', () => {
  const { pairs, tiers, slowest } = reportOf(pack, engine, [entry({ tier: 'rendered' })]);
  expect(Math.max(...pairs.map(({ passed }) => passed))).toBe(0);
  expect(slowest).toEqual([]);
  expect(tiers).toMatchObject([{ tier: 'rendered', passed: { combinations: 1, programs: 1 } }]);
});

test('the totals are of each tier, and results of other versions are left out and said so', () => {
  const report = reportOf(pack, engine, [
    entry({ combination: 'jobs' }),
    entry({ combination: 'cron', reused: true }),
    entry({ combination: 'jobs', tier: 'faulted', result: 'failed', fingerprint: digest('f') }),
    entry({ combination: 'jobs', pack: digest('9') }),
    entry({ combination: 'jobs', engine: '0.0.1' }),
  ]);
  expect(report.tiers).toEqual([
    {
      tier: 'built',
      passed: { combinations: 2, programs: 1 },
      failed: { combinations: 0, programs: 0 },
      durationMs: 1500,
    },
    {
      tier: 'faulted',
      passed: { combinations: 0, programs: 0 },
      failed: { combinations: 1, programs: 1 },
      durationMs: 1500,
    },
  ]);
  expect(report.otherLines).toBe(2);
  expect(report.failures.map(({ tier, combinations }) => [tier, combinations])).toEqual([
    ['faulted', ['jobs']],
  ]);
});

test.each(['cash', 'jobs,cron', '__proto__', 'cache', '<script>'])(
  'a combination that the pack does not offer is refused: %s',
  (combination) => {
    expect(() => reportOf(pack, engine, [entry({ combination })])).toThrow(
      expect.objectContaining({ code: 'PLINTH_LEDGER_INVALID' }),
    );
  },
);

test('what stands in a ledger is text on the page, whatever it is', () => {
  const wild = '<script>alert("1")</script> & \'';
  const entries = [entry({ toolchain: wild, commands: [wild], result: 'failed' })];
  const titled: Pack = { ...pack, title: wild };
  const page = reportPage(reportOf(titled, engine, entries));
  expect(page).not.toContain('<script');
  expect(
    page.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt; &amp; &#39;/g),
  ).toHaveLength(4);
});

test('what shows a failure again is asked of the pack that the page is about', () => {
  const report = reportOf(pack, engine, [entry({ combination: 'jobs', result: 'failed' })]);
  const again = 'plinth verify --pack mine --tier built jobs --keep';
  expect(reportPage(report, 'plinth verify --pack mine')).toContain(`<code>${again}</code>`);
});

test('markup in markup is not escaped twice', () => {
  expect(html`<p>${'<'}${[html`<b>${1}</b>`, html`&amp;`]}</p>`.markup).toBe(
    '<p>&lt;<b>1</b>&amp;</p>',
  );
});

test('the page of a ledger is the same every time', () => {
  const entries = [entry({ combination: 'jobs' }), entry({ combination: 'cron' })];
  const page = reportPage(reportOf(pack, engine, entries));
  expect(reportPage(reportOf(pack, engine, entries.toReversed()))).toBe(page);
});

test.each([
  [0, '0.0 s'],
  [9_949, '9.9 s'],
  [9_960, '10 s'],
  [59_600, '1 min 00 s'],
  [184_000, '3 min 04 s'],
  [3_599_900, '1 h 00 min'],
  [7_500_000, '2 h 05 min'],
])('%i milliseconds are %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test('numbers and times are written the same everywhere', () => {
  expect(grouped(1_234_567n)).toBe('1,234,567');
  expect([countText(1, 'program'), countText(0, 'program')]).toEqual(['1 program', '0 programs']);
  expect(timeText('2026-11-23T04:05:59.999Z')).toBe('2026-11-23 04:05 UTC');
});
