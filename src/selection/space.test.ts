import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInPack } from '../cli/built-in-pack.ts';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { loadSmallPack } from '../pack/testing.ts';
import type { RequestedPractices } from './answers.ts';
import { combinationId } from './combination.ts';
import { closed, combinations, parseCombinationId } from './space.ts';
import { countCombinations } from './space-count.ts';
import { anyPack, largePack } from './testing-packs.ts';

const idsOf = (pack: Pack): readonly string[] => [...combinations(pack)].map(({ id }) => id);

/** Every request there is, valid or not. */
function everyRequest(pack: Pack): readonly RequestedPractices[] {
  const offered = [...pack.practices.values()].filter(
    ({ id, implied }) => !implied && id !== pack.base,
  );
  return offered.reduce<readonly RequestedPractices[]>(
    (requests, { id, options }) => {
      const values = Object.entries(options).reduce<readonly Record<string, string>[]>(
        (all, [name, { choices }]) =>
          all.flatMap((one) => Object.keys(choices).map((value) => ({ ...one, [name]: value }))),
        [{}],
      );
      return requests.flatMap((one) => [one, ...values.map((value) => ({ ...one, [id]: value }))]);
    },
    [{}],
  );
}

test('the built-in pack has 648 combinations', async () => {
  const pack = await builtInPack();
  const ids = idsOf(pack);
  expect(ids).toHaveLength(2 * 3 * 3 * 3 * 2 * 3 * 2);
  expect(new Set(ids).size).toBe(648);
  expect(countCombinations(pack)).toBe(648n);
  expect(ids[0]).toBe('nothing');
  expect(ids.filter((id) => id.includes('redis.') || id.includes('service'))).toEqual([]);
});

test('what comes along is not chosen, and what excludes each other is not together', () => {
  expect(idsOf(loadSmallPack())).toEqual([
    'nothing',
    'jobs',
    'cron',
    'cache.tiers=own',
    'cache.tiers=own,jobs',
    'cache.tiers=own,cron',
    'cache.tiers=shared',
    'cache.tiers=shared,jobs',
    'cache.tiers=shared,cron',
  ]);
});

test('the combinations are the requests that resolve and leave no practice on offer unsaid', () => {
  fc.assert(
    fc.property(anyPack(), (pack) => {
      const valid = everyRequest(pack).flatMap((request) => {
        try {
          const { id } = closed(pack, request);
          return id === combinationId(request) ? [id] : [];
        } catch (error) {
          expect(error).toMatchObject({ code: 'PLINTH_PRACTICE_CONFLICT' });
          return [];
        }
      });
      const found = idsOf(pack);
      expect(found.toSorted()).toEqual(valid.toSorted());
      expect(countCombinations(pack)).toBe(BigInt(found.length));
    }),
    { numRuns: 500 },
  );
});

test('a name gives back its combination', () => {
  fc.assert(
    fc.property(anyPack(), (pack) => {
      for (const combination of combinations(pack)) {
        expect(parseCombinationId(pack, combination.id)).toEqual(combination);
      }
    }),
  );
});

test.each([
  ['', 'PLINTH_UNKNOWN_PRACTICE'],
  ['cash', 'PLINTH_UNKNOWN_PRACTICE'],
  ['cache.tier=own', 'PLINTH_UNKNOWN_OPTION'],
  ['cache.tiers=everywhere', 'PLINTH_UNKNOWN_VALUE'],
  ['store', 'PLINTH_PRACTICE_NOT_OFFERED'],
  ['base', 'PLINTH_PRACTICE_NOT_OFFERED'],
  ['cron,jobs', 'PLINTH_PRACTICE_CONFLICT'],
  ['jobs,', 'PLINTH_UNKNOWN_PRACTICE'],
  ['cache', 'PLINTH_FLAG_VALUE'],
  ['jobs,cache.tiers=own', 'PLINTH_FLAG_VALUE'],
  ['cache.tiers=own,cache.tiers=shared', 'PLINTH_AMBIGUOUS_VALUE'],
])('"%s" is no name of a combination: %s', (id, code) => {
  expect(() => parseCombinationId(loadSmallPack(), id)).toThrow(PlinthError);
  expect(() => parseCombinationId(loadSmallPack(), id)).toThrow(expect.objectContaining({ code }));
});

test('forty practices are counted without going through them, and gone through without keeping them', () => {
  const pack = largePack(40);
  expect(countCombinations(pack)).toBeGreaterThan(10n ** 12n);
  const before = process.memoryUsage().heapUsed;
  let count = 0;
  for (const { id } of combinations(pack)) {
    expect(id).not.toBe('');
    count += 1;
    if (count === 20_000) break;
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 2 ** 20);
});
