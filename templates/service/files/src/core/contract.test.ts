import { expect, it } from 'vitest';
import { Later } from './contract.ts';

it.each([
  ['at once', 0, 1_000],
  ['in the past', -60_000, 1_000],
  ['soon', 7_000, 7_000],
  ['in a day', 86_400_000, 300_000],
  ['later than a timer can wait', 2 ** 31, 300_000],
  ['never', Infinity, 300_000],
  ['at no time', NaN, 300_000],
])('later, when that is %s, is from one second to five minutes away', (_when, asked, given) => {
  expect(new Later('busy', asked).afterMs).toBe(given);
});
