import { expect, it } from 'vitest';
import { evictionPolicy } from './eviction.ts';
import { reconnectDelay } from './options.ts';

it('waits longer with every attempt to connect, two seconds at most, and never twice the same', () => {
  for (let attempt = 1; attempt <= 30; attempt += 1) {
    const ceiling = Math.min(2_000, 25 * 2 ** attempt);
    const delays = Array.from({ length: 50 }, () => reconnectDelay(attempt));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
    expect(Math.max(...delays)).toBeLessThanOrEqual(ceiling);
    expect(new Set(delays).size).toBeGreaterThan(5);
  }
});

it.each([
  ['maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n', 'allkeys-lru'],
  ['used_memory:1\r\n', 'unknown'],
])('reads the eviction policy out of %j', (info, policy) => {
  expect(evictionPolicy(info)).toBe(policy);
});
