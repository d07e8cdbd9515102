import { expect, it } from 'vitest';
import { nextDelay } from './backoff.ts';

const bounds = { baseMs: 100, maxMs: 2_000 };

/** The delays of one call that keeps failing. */
function delaysOf(attempts: number): number[] {
  const delays: number[] = [];
  for (let n = 0; n < attempts; n += 1) delays.push(nextDelay(delays.at(-1), bounds));
  return delays;
}

it('stays within its bounds, however often it is asked', () => {
  for (const delay of delaysOf(1_000)) {
    expect(delay).toBeGreaterThanOrEqual(100);
    expect(delay).toBeLessThanOrEqual(2_000);
  }
});

it('draws each delay up to three times the last', () => {
  for (let n = 0; n < 1_000; n += 1) {
    expect(nextDelay(undefined, bounds)).toBeLessThanOrEqual(300);
    expect(nextDelay(400, bounds)).toBeLessThanOrEqual(1_200);
  }
});

it('scatters callers who failed together', () => {
  const delays = Array.from({ length: 100 }, () => Math.round(nextDelay(undefined, bounds)));
  expect(new Set(delays).size).toBeGreaterThan(30);
});

it('never exceeds a maximum that is below the base', () => {
  expect(nextDelay(undefined, { baseMs: 100, maxMs: 50 })).toBe(50);
});
