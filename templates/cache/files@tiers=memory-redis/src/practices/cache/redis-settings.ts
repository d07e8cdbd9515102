import { Type } from 'typebox';

/** How the shared tier behaves. Times are in milliseconds. */
export const redisTierEnv = Type.Object({
  CACHE_PREFIX: Type.String({ default: 'cache:' }),
  CACHE_UNHEARD_TTL_MS: Type.Integer({ default: 1_000, minimum: 0 }),
  CACHE_REDIS_PAUSE_MS: Type.Integer({ default: 1_000, minimum: 1 }),
});

export type RedisTierSettings = Type.Static<typeof redisTierEnv>;
