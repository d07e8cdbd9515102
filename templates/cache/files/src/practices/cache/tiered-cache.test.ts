import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { slackMs } from '../../../test/harness/patience.ts';
import { readEnv } from '../../core/config.ts';
import { notFound } from '../../core/errors.ts';
import { cacheEnv } from './settings.ts';
import { commitChange, openTransaction } from './testing.ts';
import { createTieredCache } from './tiered-cache.ts';

const { log } = fastify();

function createCache(env: Record<string, string> = {}, inTransaction = false) {
  const settings = readEnv(cacheEnv, env);
  return createTieredCache({ settings, log, inTransaction: () => inTransaction });
}

/** A source that counts its reads and answers what it is told to. */
function createSource<T>(value: T) {
  const source = {
    reads: 0,
    answer: (): T | Promise<T> => value,
    load: async () => {
      source.reads += 1;
      return source.answer();
    },
  };
  return source;
}

describe('a read', () => {
  it('asks the source once for as long as the value is fresh', async () => {
    const cache = createCache({ CACHE_TTL_MS: '50' });
    const source = createSource('v');
    await cache.read('k', source.load);
    expect(await cache.read('k', source.load)).toBe('v');
    expect(source.reads).toBe(1);
    await sleep(60);
    await cache.read('k', source.load);
    expect(source.reads).toBe(2);
  });

  it('asks the source once for a hundred who miss at once', async () => {
    const cache = createCache();
    const source = createSource('v');
    source.answer = () => sleep(10, 'v');
    const reads = Array.from({ length: 100 }, () => cache.read('k', source.load));
    expect(new Set(await Promise.all(reads))).toEqual(new Set(['v']));
    expect(source.reads).toBe(1);
  });

  it.each([undefined, null])('remembers that there is %s', async (nothing) => {
    const cache = createCache();
    const source = createSource(nothing);
    await cache.read('k', source.load);
    expect(await cache.read('k', source.load)).toBe(nothing);
    expect(source.reads).toBe(1);
  });

  it('gives values that no reader can change for the others', async () => {
    const cache = createCache();
    const value = await cache.read('k', () => Promise.resolve({ stock: { left: 3 } }));
    expect(() => (value.stock.left = 0)).toThrow(TypeError);
  });

  it('goes past the cache inside a transaction', async () => {
    const cache = createCache({}, true);
    const source = createSource('v');
    await cache.read('k', source.load);
    await cache.read('k', source.load);
    expect(source.reads).toBe(2);
  });
});

describe('an invalidation', () => {
  it('takes effect when the transaction commits, and not before', async () => {
    const cache = createCache();
    const source = createSource('old');
    await cache.read('k', source.load);
    const { tx, commit } = openTransaction();
    cache.invalidate(tx, 'k');
    source.answer = () => 'new';
    expect(await cache.read('k', source.load)).toBe('old');
    await commit();
    expect(await cache.read('k', source.load)).toBe('new');
  });

  it('keeps a load that began before from storing what it read', async () => {
    const cache = createCache();
    const source = createSource('old');
    const { promise, resolve } = Promise.withResolvers<string>();
    source.answer = () => promise;
    const early = cache.read('k', source.load);
    await commitChange(cache, 'k');
    resolve('old');
    expect(await early).toBe('old');
    source.answer = () => 'new';
    expect(await cache.read('k', source.load)).toBe('new');
  });

  it('lets nobody who comes after join a load that began before', async () => {
    const cache = createCache();
    const source = createSource('old');
    const { promise, resolve } = Promise.withResolvers<string>();
    source.answer = () => promise;
    const early = cache.read('k', source.load);
    await commitChange(cache, 'k');
    source.answer = () => 'new';
    expect(await cache.read('k', source.load)).toBe('new');
    resolve('old');
    await early;
    expect(await cache.read('k', source.load)).toBe('new');
  });

  it('is final: a source that fails afterwards does not bring the value back', async () => {
    const cache = createCache();
    const source = createSource('old');
    await cache.read('k', source.load);
    await commitChange(cache, 'k');
    source.answer = () => Promise.reject(new Error('connection lost'));
    await expect(cache.read('k', source.load)).rejects.toThrow('connection lost');
  });
});

describe('while the source fails', () => {
  it('serves the last value, and asks again once a second', async () => {
    const cache = createCache({ CACHE_TTL_MS: '1' });
    const source = createSource('v');
    await cache.read('k', source.load);
    await sleep(5);
    source.answer = () => Promise.reject(new Error('connection lost'));
    for (let n = 0; n < 50; n += 1) expect(await cache.read('k', source.load)).toBe('v');
    expect(source.reads).toBe(2);
  });

  it('serves the last value no longer than allowed', async () => {
    const cache = createCache({ CACHE_TTL_MS: '1', CACHE_STALE_MS: '20' });
    const source = createSource('v');
    await cache.read('k', source.load);
    await sleep(30);
    source.answer = () => Promise.reject(new Error('connection lost'));
    await expect(cache.read('k', source.load)).rejects.toThrow('connection lost');
  });

  it('takes a refusal for the answer that it is', async () => {
    const cache = createCache({ CACHE_TTL_MS: '1' });
    const source = createSource('v');
    await cache.read('k', source.load);
    await sleep(5);
    source.answer = () => Promise.reject(notFound('No such product.'));
    await expect(cache.read('k', source.load)).rejects.toThrow('No such product.');
  });
});

describe('while the source is slow', () => {
  it('serves the last value after the soft timeout', async () => {
    const cache = createCache({ CACHE_TTL_MS: '1', CACHE_SOFT_TIMEOUT_MS: '30' });
    const source = createSource('v');
    await cache.read('k', source.load);
    await sleep(5);
    source.answer = () => sleep(60_000, 'late', { ref: false });
    const readers = Array.from({ length: 20 }, () => cache.read('k', source.load));
    const begun = performance.now();
    expect(new Set(await Promise.all(readers))).toEqual(new Set(['v']));
    expect(performance.now() - begun).toBeLessThan(30 + slackMs);
  });

  it('serves the last value when the load timeout is over first', async () => {
    const cache = createCache({
      CACHE_TTL_MS: '1',
      CACHE_LOAD_TIMEOUT_MS: '30',
      CACHE_SOFT_TIMEOUT_MS: '60000',
    });
    const source = createSource('v');
    await cache.read('k', source.load);
    await sleep(5);
    source.answer = () => sleep(60_000, 'late', { ref: false });
    expect(await cache.read('k', source.load)).toBe('v');
  });

  it('answers 503 after the load timeout, and lets the next reader try', async () => {
    const cache = createCache({ CACHE_LOAD_TIMEOUT_MS: '30' });
    const source = createSource('v');
    source.answer = () => sleep(60_000, 'late', { ref: false });
    const readers = Array.from({ length: 20 }, () => cache.read('k', source.load));
    for (const result of await Promise.allSettled(readers))
      expect(result).toMatchObject({ status: 'rejected', reason: { status: 503 } });
    source.answer = () => 'v';
    expect(await cache.read('k', source.load)).toBe('v');
  });
});

describe('memory', () => {
  it('is bounded in entries', async () => {
    const cache = createCache({ CACHE_MAX_ENTRIES: '2' });
    const source = createSource('v');
    for (const key of ['a', 'b', 'c', 'a']) await cache.read(key, source.load);
    expect(source.reads).toBe(4);
  });

  it('is bounded in bytes', async () => {
    const cache = createCache({ CACHE_MAX_BYTES: '10000' });
    const source = createSource('x'.repeat(4000));
    for (const key of ['a', 'b', 'c', 'a']) await cache.read(key, source.load);
    expect(source.reads).toBe(4);
  });
});
