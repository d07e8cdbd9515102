import { once } from 'node:events';
import type { FastifyBaseLogger } from 'fastify';
import type { Redis } from 'ioredis';
import { ConfigError, readEnv } from '../../core/config.ts';
import type { Check, Practice } from '../../core/contract.ts';
import { EvictsError, assertKeeps } from './eviction.ts';
import { redisEnv, type RedisSettings } from './settings.ts';
import { openStore, type RedisStore } from './store.ts';

/** Two servers with opposite duties. What nobody asks for is never connected to. */
export interface RedisHandle {
  /**
   * The Redis that evicts, `REDIS_CACHE_URL`.
   *
   * @returns `undefined` without a URL outside production.
   * @throws ConfigError without a URL in production.
   */
  cache(): RedisStore | undefined;
  /**
   * The Redis that keeps everything, `REDIS_URL`. Waits for it for one connect timeout at most, and
   * goes on without: a broker that is down must not keep the API from starting.
   *
   * @returns `undefined` without a URL outside production.
   * @throws ConfigError without a URL in production; EvictsError when the server evicts in production.
   */
  state(): Promise<RedisStore | undefined>;
}

export const redis: Practice<RedisHandle> = {
  name: 'redis',
  phase: 'stores',
  needs: [],
  install(setup) {
    const settings = readEnv(redisEnv, setup.env);
    const stores = new Map<string, RedisStore>();
    // Filled when a store is asked for: health names only what is used.
    const checks: Check[] = [];

    const open = (name: string, url: string, probe: (client: Redis) => Promise<void>) => {
      const timeouts = {
        connectMs: settings.REDIS_CONNECT_TIMEOUT_MS,
        commandMs: settings.REDIS_COMMAND_TIMEOUT_MS,
      };
      const store = openStore(name, url, timeouts, setup.log, probe);
      stores.set(name, store);
      checks.push(store.check);
      return store;
    };

    return Promise.resolve({
      handle: {
        cache() {
          const url = urlOf('REDIS_CACHE_URL', settings);
          if (url === undefined) return undefined;
          return stores.get('redis-cache') ?? open('redis-cache', url, ping);
        },
        async state() {
          const url = urlOf('REDIS_URL', settings);
          if (url === undefined) return undefined;
          const known = stores.get('redis-state');
          if (known !== undefined) return known;
          const store = open('redis-state', url, assertKeeps);
          await refuseEviction(store, settings, setup.log);
          return store;
        },
      },
      checks,
      close: async () => {
        await Promise.all([...stores.values()].map((store) => store.close()));
      },
    });
  },
};

/** Two servers: one has to evict, the other must not. */
const examples = {
  REDIS_CACHE_URL: 'redis://127.0.0.1:6380',
  REDIS_URL: 'redis://127.0.0.1:6379',
};

function urlOf(name: keyof typeof examples, settings: RedisSettings) {
  const url = settings[name];
  if (url === undefined && settings.NODE_ENV === 'production')
    throw new ConfigError([
      `${name} is not set; production needs it, for example ${examples[name]}`,
    ]);
  return url;
}

async function ping(client: Redis): Promise<void> {
  await client.ping();
}

async function refuseEviction(
  store: RedisStore,
  settings: RedisSettings,
  log: FastifyBaseLogger,
): Promise<void> {
  try {
    const signal = AbortSignal.timeout(settings.REDIS_CONNECT_TIMEOUT_MS);
    if (store.client.status !== 'ready') await once(store.client, 'ready', { signal });
    await assertKeeps(store.client);
  } catch (error) {
    if (error instanceof EvictsError && settings.NODE_ENV === 'production') throw error;
    log.warn({ err: error, store: 'redis-state' }, 'could not confirm that Redis keeps everything');
  }
}
