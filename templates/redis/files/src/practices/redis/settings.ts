import { Type } from 'typebox';

// Secret: it may carry a password.
const url = { pattern: '^rediss?://', secret: true };

/** The environment of the practice. Which of the URLs production needs depends on who asks for a store. */
export const redisEnv = Type.Object({
  NODE_ENV: Type.String({ default: 'production' }),
  REDIS_CACHE_URL: Type.Optional(Type.String(url)),
  REDIS_URL: Type.Optional(Type.String(url)),
  REDIS_CONNECT_TIMEOUT_MS: Type.Integer({ default: 1_000, minimum: 50, maximum: 30_000 }),
  REDIS_COMMAND_TIMEOUT_MS: Type.Integer({ default: 150, minimum: 10, maximum: 10_000 }),
});

export type RedisSettings = Type.Static<typeof redisEnv>;
