import { describe, expect, it } from 'vitest';
import { retryDelay } from './retry-delay.ts';

const many = (attempt: number) => Array.from({ length: 200 }, () => retryDelay(attempt, 1_000));

describe('the delay before the next attempt', () => {
  it.each([
    { attempt: 1, ceiling: 1_000 },
    { attempt: 2, ceiling: 2_000 },
    { attempt: 5, ceiling: 16_000 },
    { attempt: 50, ceiling: 300_000 },
  ])('after attempt $attempt is between half of $ceiling ms and all of it', (given) => {
    for (const delay of many(given.attempt)) {
      expect(delay).toBeGreaterThanOrEqual(given.ceiling / 2);
      expect(delay).toBeLessThanOrEqual(given.ceiling);
    }
  });

  it('differs from job to job', () => {
    expect(new Set(many(3)).size).toBeGreaterThan(50);
  });
});
