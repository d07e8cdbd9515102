import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  describeWith,
  eventually,
  slackMs,
  startRedis,
  type TestServer,
} from '../../../test/harness.ts';
import { readEnv } from '../../core/config.ts';
import { openStore } from '../redis/store.ts';
import { redisTierEnv } from './redis-settings.ts';
import { createRedisTier, replayBatch } from './redis-tier.ts';
import { cacheEnv } from './settings.ts';
import { commitChange } from './testing.ts';
import { createTieredCache } from './tiered-cache.ts';

const { log } = fastify();
const commandMs = 150;
const unheardMs = 1_000;
const heartbeatMs = 250;

describeWith('redis')('the cache of several instances', () => {
  let server: TestServer;
  const closing: (() => Promise<void>)[] = [];
  /** What every instance reads. */
  const source = { value: 'old', reads: 0, load: () => Promise.resolve('') };

  beforeEach(async () => {
    server = await startRedis();
    source.value = 'old';
    source.reads = 0;
    source.load = () => {
      source.reads += 1;
      return Promise.resolve(source.value);
    };
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await server.stop();
  });

  async function startInstance(env: Record<string, string> = {}) {
    const settings = { ...readEnv(cacheEnv, env), ...readEnv(redisTierEnv, env) };
    const timeouts = { connectMs: 1_000, commandMs };
    const store = openStore('redis-cache', server.url, timeouts, log, async () => {});
    const tier = createRedisTier(store, settings, log);
    closing.push(async () => {
      tier.stop();
      await store.close();
    });
    await vi.waitFor(() => tier.check.run(AbortSignal.timeout(1_000)), eventually);
    const cache = createTieredCache({ settings, log, inTransaction: () => false, shared: tier });
    return { store, tier, cache, read: (key = 'k') => cache.read(key, source.load) };
  }
  type Instance = Awaited<ReturnType<typeof startInstance>>;

  /** Changes the value behind `k`, as `instance` would. */
  async function change(instance: Instance, value: string): Promise<void> {
    source.value = value;
    await commitChange(instance.cache, 'k');
  }

  /** How long `instance` goes on answering something else than `value`, in milliseconds. */
  async function stalenessOf(instance: Instance, value: string): Promise<number> {
    const begun = performance.now();
    await vi.waitFor(async () => expect(await instance.read()).toBe(value), {
      timeout: 20_000,
      interval: 5,
    });
    return performance.now() - begun;
  }

  async function durationOf(work: () => Promise<unknown>): Promise<number> {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  }

  it('is shared: what one read, the other need not', async () => {
    const [a, b] = [await startInstance(), await startInstance()];
    await a.read();
    await vi.waitFor(async () => expect(await a.store.client.dbsize()).toBe(1), eventually);
    expect(await b.read()).toBe('old');
    expect(source.reads).toBe(1);
  });

  it('sees a change that another instance made as soon as Redis tells', async () => {
    const [a, b] = [await startInstance(), await startInstance()];
    await a.read();
    await b.read();
    await change(a, 'new');
    expect(await a.read()).toBe('new');
    expect(await stalenessOf(b, 'new')).toBeLessThan(slackMs);
  });

  it.each(['freeze', 'kill'] as const)(
    'sees a change that another instance made within bounds after %s',
    async (fault) => {
      const [a, b] = [await startInstance(), await startInstance()];
      await a.read();
      await b.read();
      await server[fault]();
      await change(a, 'new');
      expect(await a.read()).toBe('new');
      const bound = Math.max(unheardMs, heartbeatMs + commandMs);
      expect(await stalenessOf(b, 'new')).toBeLessThan(bound + slackMs);
    },
  );

  const refuseWrites = {
    'is full': {
      begin: (redis: Redis) => redis.config('SET', 'maxmemory', '1'),
      end: (redis: Redis) => redis.config('SET', 'maxmemory', '0'),
    },
    'became a replica': {
      begin: (redis: Redis) => redis.replicaof('127.0.0.1', 1),
      end: (redis: Redis) => redis.replicaof('NO', 'ONE'),
    },
  };

  it.each(['is full', 'became a replica'] as const)(
    'sees a change that another instance made though Redis %s, and goes on seeing it',
    async (fault) => {
      const [a, b] = [await startInstance(), await startInstance()];
      await a.read();
      await b.read();
      await vi.waitFor(async () => expect(await a.store.client.dbsize()).toBe(1), eventually);
      await refuseWrites[fault].begin(a.store.client);
      // More failures than pause a Redis that is silent.
      for (let n = 0; n < 5; n += 1) await a.read(`other-${String(n)}`);
      await change(a, 'new');
      expect(await stalenessOf(b, 'new')).toBeLessThan(unheardMs + slackMs);
      for (let n = 0; n < 20; n += 1) {
        expect(await b.read()).toBe('new');
        await sleep(50);
      }
      await refuseWrites[fault].end(a.store.client);
      await vi.waitFor(async () => {
        expect(await (await startInstance()).read()).toBe('new');
      }, eventually);
    },
  );

  it('is not healthy while Redis refuses to remove what was changed', async () => {
    const a = await startInstance();
    const healthy = () => a.tier.check.run(AbortSignal.timeout(1_000));
    await refuseWrites['became a replica'].begin(a.store.client);
    await change(a, 'new');
    await vi.waitFor(() => expect(healthy()).rejects.toThrow('does not remove'), eventually);
    await refuseWrites['became a replica'].end(a.store.client);
    await vi.waitFor(healthy, eventually);
  });

  it('removes what it could not remove once Redis is back', async () => {
    const [a, b] = [await startInstance(), await startInstance()];
    await a.read();
    await vi.waitFor(async () => expect(await a.store.client.dbsize()).toBe(1), eventually);
    await server.kill();
    await change(a, 'new');
    await server.restart();
    await stalenessOf(b, 'new');
    await vi.waitFor(() => a.store.client.ping(), eventually);
    await sleep(500);
    expect(await a.read()).toBe('new');
    expect(await (await startInstance()).read()).toBe('new');
  });

  it('does not read from Redis what it could not remove', async () => {
    // Too large for memory, and without a pause: each read that may ask Redis does.
    const [before, after] = ['old'.padEnd(2_000), 'new'.padEnd(2_000)];
    const a = await startInstance({ CACHE_MAX_BYTES: '1024', CACHE_REDIS_PAUSE_MS: '1' });
    source.value = before;
    await a.read();
    await vi.waitFor(async () => expect(await a.store.client.dbsize()).toBe(1), eventually);
    await server.kill();
    // As many as are removed at once when Redis is back, so that `k` has to wait for its turn.
    await commitChange(a.cache, ...Array.from({ length: replayBatch }, (_, n) => `other-${n}`));
    await change(a, after);
    await server.restart();
    const answers = new Set<string>();
    let readsAfterReturn = 0;
    while (readsAfterReturn < 100) {
      answers.add(await a.read());
      if (a.store.client.status === 'ready') readsAfterReturn += 1;
      await sleep(5);
    }
    expect([...answers]).toEqual([after]);
  });

  it('never keeps what was read before another instance changed it', async () => {
    const [a, b] = [await startInstance(), await startInstance()];
    const { promise, resolve } = Promise.withResolvers<string>();
    source.load = () => promise;
    const early = b.read();
    await sleep(50);
    await commitChange(a.cache, 'k');
    resolve('old');
    expect(await early).toBe('old');
    await sleep(50);
    source.load = () => Promise.resolve('new');
    expect(await b.read()).toBe('new');
    expect(await (await startInstance()).read()).toBe('new');
  });

  it.each(['freeze', 'kill'] as const)('answers within its budget after %s', async (fault) => {
    const a = await startInstance();
    await a.read();
    await server[fault]();
    expect(await durationOf(() => a.read())).toBeLessThan(commandMs + slackMs);
    for (let n = 0; n < 3; n += 1)
      expect(await durationOf(() => a.read(`miss-${String(n)}`))).toBeLessThan(commandMs + slackMs);
    // From now on Redis is left alone: a hundred timeouts would take fifteen seconds.
    const misses = async () => {
      for (let n = 0; n < 100; n += 1) await a.read(`later-${String(n)}`);
    };
    expect(await durationOf(misses)).toBeLessThan(slackMs);
  });

  it.each(['freeze', 'kill'] as const)('reads once for a hundred after %s', async (fault) => {
    const a = await startInstance();
    await server[fault]();
    await Promise.all(Array.from({ length: 100 }, () => a.read()));
    expect(source.reads).toBe(1);
  });

  it('asks the source at most once a second a key while Redis is dead', async () => {
    const a = await startInstance();
    await server.kill();
    const end = performance.now() + 500;
    while (performance.now() < end) {
      await a.read();
      await sleep(5);
    }
    expect(source.reads).toBeLessThanOrEqual(2);
  });

  it('uses Redis again when it thaws', async () => {
    const a = await startInstance();
    await server.freeze();
    for (let n = 0; n < 4; n += 1) await a.read(`miss-${String(n)}`);
    await server.thaw();
    const b = await startInstance();
    await vi.waitFor(async () => {
      await a.read(`thawed-${String(source.reads)}`);
      expect(await b.store.client.keys('cache:value:{thawed*')).not.toEqual([]);
    }, eventually);
  });

  it('serves what another instance left in Redis while the source fails', async () => {
    const env = { CACHE_TTL_MS: '50' };
    const a = await startInstance(env);
    await a.read();
    await sleep(100);
    const b = await startInstance(env);
    source.load = () => Promise.reject(new Error('connection lost'));
    expect(await b.read()).toBe('old');
  });

  it('takes what it cannot read for a miss', async () => {
    const a = await startInstance();
    await a.store.client.set('cache:value:{k}', 'not ours');
    expect(await a.read()).toBe('old');
  });

  it('lets everything in Redis expire', async () => {
    const a = await startInstance();
    await a.read();
    await change(a, 'new');
    await a.read();
    await vi.waitFor(async () => expect(await a.store.client.dbsize()).toBe(2), eventually);
    for (const key of await a.store.client.keys('*'))
      expect(await a.store.client.pttl(key)).toBeGreaterThan(0);
  });
});
