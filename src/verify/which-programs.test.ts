import { expect, test } from 'vitest';
import { loadSmallPack } from '../pack/testing.ts';
import { havingPractice, whichPrograms } from './which-programs.ts';

test('a small pack is built whole, or as far as is asked for', () => {
  const pack = loadSmallPack();
  const whole = whichPrograms(pack);
  expect(whole.combinations).toHaveLength(9);
  expect(whole).toMatchObject({ covered: 'all 9 combinations', leftOut: [] });
  const pairs = whichPrograms(pack, 2);
  expect(pairs.combinations.length).toBeLessThan(9);
  expect(pairs.leftOut).toEqual(['what only more than 2 option values do together']);
});

test('a practice that only comes along counts as present', () => {
  const pack = loadSmallPack();
  const ids = havingPractice(pack, whichPrograms(pack).combinations, 'store').map(({ id }) => id);
  expect(ids).toHaveLength(3);
  expect(ids.every((id) => id.includes('cache.tiers=shared'))).toBe(true);
});

test('the base is present in every combination', () => {
  const pack = loadSmallPack();
  const { combinations } = whichPrograms(pack);
  expect(havingPractice(pack, combinations, pack.base)).toEqual(combinations);
});

test('a large pack is built in part, and says so', () => {
  const names = Array.from({ length: 14 }, (_, index) => `p${index}`);
  const pack = loadSmallPack(
    Object.fromEntries(
      names.map((id) => [`${id}/practice.yaml`, `id: ${id}\ntitle: ${id}\nsummary: ${id}.\n`]),
    ),
  );
  const { combinations, covered, leftOut } = whichPrograms(pack);
  const ids = new Set(combinations.map(({ id }) => id));
  expect(covered).toContain('each practice alone, everything, everything but one, the presets');
  expect(leftOut).toEqual(['what only four or more option values do together']);
  for (const id of names) expect(ids).toContain(id);
  // jobs and cron exclude each other: everything has the first of them.
  const everything = combinations.reduce((a, b) =>
    Object.keys(a.practices).length >= Object.keys(b.practices).length ? a : b,
  );
  expect(Object.keys(everything.practices)).toHaveLength(16);
  expect(combinations.length).toBeLessThan(300);
});
