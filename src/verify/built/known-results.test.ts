import { expect, test } from 'vitest';
import type { Unit } from '../program/program.ts';
import { knownResults } from './known-results.ts';

const unit: Unit = { check: 'tests', test: 'a.test.ts', fingerprint: 'a', files: new Set() };

test('one runs a unit, the others wait for what comes of it', async () => {
  const known = knownResults();
  expect(known.claim(unit)).toBe('mine');
  const other = known.claim(unit);
  known.settle(unit, 'passed');
  expect(await other).toBe('passed');
  expect(await known.claim(unit)).toBe('passed');
});

test('a unit that was given up is run by the next who asks', async () => {
  const known = knownResults();
  expect(known.claim(unit)).toBe('mine');
  const other = known.claim(unit);
  known.settle(unit);
  expect(await other).toBeUndefined();
  expect(known.claim(unit)).toBe('mine');
});
