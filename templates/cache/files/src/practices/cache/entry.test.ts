import { expect, it } from 'vitest';
import { readEnv } from '../../core/config.ts';
import { newEntry } from './entry.ts';
import { cacheEnv } from './settings.ts';

const settings = readEnv(cacheEnv, { CACHE_TTL_MS: '1000', CACHE_NEGATIVE_TTL_MS: '100' });

it('lets values that were read together expire apart, and never late', () => {
  const lifetimes = Array.from({ length: 1000 }, () => newEntry('v', 0, settings).freshUntil);
  expect(Math.min(...lifetimes)).toBeGreaterThanOrEqual(900);
  expect(Math.max(...lifetimes)).toBeLessThanOrEqual(1000);
  expect(new Set(lifetimes).size).toBeGreaterThan(900);
});

it.each([undefined, null])('remembers %s for the negative lifetime', (nothing) => {
  expect(newEntry(nothing, 0, settings).freshUntil).toBeLessThanOrEqual(100);
});
