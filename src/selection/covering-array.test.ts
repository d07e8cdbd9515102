import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInPack } from '../cli/built-in-pack.ts';
import type { Pack } from '../pack/pack.ts';
import type { RequestedPractices } from './answers.ts';
import { coveringArray } from './covering-array.ts';
import { combinations } from './space.ts';
import { anyPack, largePack } from './testing-packs.ts';

/** What a combination says about each option: `cache.tiers=memory`, `jobs`, or `no cache.tiers`. */
function valuesOf(pack: Pack, practices: RequestedPractices): readonly string[] {
  return [...pack.practices.values()]
    .filter(({ id, implied }) => !implied && id !== pack.base)
    .flatMap(({ id, options }) => {
      const names = Object.keys(options);
      const chosen = practices[id];
      if (names.length === 0) return [chosen ? id : `no ${id}`];
      return names.map((name) => (chosen ? `${id}.${name}=${chosen[name]}` : `no ${id}.${name}`));
    });
}

/** Every set of `strength` of the values, each as one text. */
function tuplesOf(values: readonly string[], strength: number): readonly string[] {
  if (strength === 0) return [''];
  return values.flatMap((value, index) =>
    tuplesOf(values.slice(index + 1), strength - 1).map((rest) => `${value} & ${rest}`),
  );
}

/** What occurs in some combination is possible: nothing else is. */
function possibleTuples(pack: Pack, strength: number): ReadonlySet<string> {
  const all = [...combinations(pack)];
  return new Set(all.flatMap(({ practices }) => tuplesOf(valuesOf(pack, practices), strength)));
}

function coveredTuples(pack: Pack, strength: number, seed?: number): ReadonlySet<string> {
  const rows = coveringArray(pack, strength, seed);
  return new Set(rows.flatMap(({ practices }) => tuplesOf(valuesOf(pack, practices), strength)));
}

describe.each([1, 2, 3])('with %i at a time', (strength) => {
  test('every possible set is in a row, and every row is a combination', () => {
    fc.assert(
      fc.property(anyPack(5), fc.integer(), (pack, seed) => {
        const factors = valuesOf(pack, {}).length;
        fc.pre(factors >= strength);
        expect(coveredTuples(pack, strength, seed)).toEqual(possibleTuples(pack, strength));
        const valid = new Set([...combinations(pack)].map(({ id }) => id));
        for (const { id } of coveringArray(pack, strength, seed)) expect(valid).toContain(id);
      }),
      { numRuns: 100 },
    );
  });

  test('so it is for the built-in pack, with few rows', async () => {
    const pack = await builtInPack();
    expect(coveredTuples(pack, strength)).toEqual(possibleTuples(pack, strength));
    expect(coveringArray(pack, strength).length).toBeLessThanOrEqual(
      [3, 14, 40][strength - 1] ?? 0,
    );
  });
});

test('the same seed gives the same rows, another seed others', async () => {
  const pack = await builtInPack();
  expect(coveringArray(pack, 2, 7)).toEqual(coveringArray(pack, 2, 7));
  expect(coveringArray(pack, 2, 7)).not.toEqual(coveringArray(pack, 2, 8));
});

test('a strength above the number of options gives every combination', async () => {
  const pack = await builtInPack();
  const ids = coveringArray(pack, 99).map(({ id }) => id);
  expect(ids.toSorted()).toEqual([...combinations(pack)].map(({ id }) => id).toSorted());
});

test('an array of forty practices is built without going through their combinations', () => {
  const pack = largePack(40);
  const rows = coveringArray(pack, 2);
  const covered = new Set(rows.flatMap(({ practices }) => tuplesOf(valuesOf(pack, practices), 2)));
  // Independent of the search: two practices without ties have all of their values beside each other.
  for (const own of ['p02.kind=a', 'p02.kind=b', 'no p02.kind']) {
    for (const other of ['p08.kind=a', 'p08.kind=b', 'no p08.kind']) {
      expect(covered).toContain(`${own} & ${other} & `);
    }
  }
  // p03 requires p00, and p05 cannot stand beside p04.
  expect(covered).not.toContain('no p00.kind & p03 & ');
  expect(covered).toContain('p00.kind=b & p03 & ');
  expect(rows.length).toBeLessThan(60);
  for (const { practices } of rows) {
    expect(practices['p03'] === undefined || practices['p00'] !== undefined).toBe(true);
    expect(practices['p05'] === undefined || practices['p04'] === undefined).toBe(true);
  }
});
