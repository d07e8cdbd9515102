import { Type } from 'typebox';

/** How the cache behaves. Times are in milliseconds. */
export const cacheEnv = Type.Object({
  CACHE_TTL_MS: Type.Integer({ default: 60_000, minimum: 1 }),
  CACHE_NEGATIVE_TTL_MS: Type.Integer({ default: 5_000, minimum: 1 }),
  CACHE_STALE_MS: Type.Integer({ default: 300_000, minimum: 0 }),
  CACHE_LOAD_TIMEOUT_MS: Type.Integer({ default: 5_000, minimum: 1 }),
  CACHE_SOFT_TIMEOUT_MS: Type.Integer({ default: 250, minimum: 1 }),
  CACHE_MAX_ENTRIES: Type.Integer({ default: 10_000, minimum: 1 }),
  CACHE_MAX_BYTES: Type.Integer({ default: 33_554_432, minimum: 1_024 }),
});

export type CacheSettings = Type.Static<typeof cacheEnv>;
