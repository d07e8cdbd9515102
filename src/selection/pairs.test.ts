import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInPack } from '../cli/built-in-pack.ts';
import { loadSmallPack } from '../pack/testing.ts';
import { pairsOf } from './pairs.ts';
import { combinations } from './space.ts';
import { anyPack } from './testing-packs.ts';

test('a pair is possible when some combination has both values', () => {
  fc.assert(
    fc.property(anyPack(), (pack) => {
      const all = [...combinations(pack)].map(({ id }) => new Set(id.split(',')));
      for (const { values, possible } of pairsOf(pack).pairs) {
        expect(all.some((parts) => values.every((value) => value.isIn(parts)))).toBe(possible);
      }
    }),
    { numRuns: 300 },
  );
});

test('every combination has one value of each factor', () => {
  fc.assert(
    fc.property(anyPack(), (pack) => {
      const { values } = pairsOf(pack);
      const factors = new Set(values.map(({ factor }) => factor));
      for (const { id } of combinations(pack)) {
        const parts = new Set(id.split(','));
        const present = values.filter((value) => value.isIn(parts));
        expect(present.map(({ factor }) => factor)).toEqual([...factors]);
      }
    }),
    { numRuns: 300 },
  );
});

test('practices that exclude each other are a pair that cannot be', () => {
  const impossible = pairsOf(loadSmallPack()).pairs.filter(({ possible }) => !possible);
  expect(impossible.map(({ values }) => values.map(({ name }) => name))).toEqual([
    ['jobs', 'cron'],
  ]);
});

test('the built-in pack has 18 values and 138 pairs of them, all of which can be', async () => {
  const { values, pairs } = pairsOf(await builtInPack());
  expect(values).toHaveLength(18);
  expect(pairs.filter(({ possible }) => possible)).toHaveLength(pairs.length);
  expect(pairs).toHaveLength(138);
});
