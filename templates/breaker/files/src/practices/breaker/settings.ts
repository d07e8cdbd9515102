import { Type } from 'typebox';

/** How calls to other systems are bounded. The same numbers hold for each target. */
export const breakerEnv = Type.Object({
  BREAKER_ATTEMPTS: Type.Integer({ default: 3, minimum: 1, maximum: 10 }),
  BREAKER_ATTEMPT_TIMEOUT_MS: Type.Integer({ default: 2_000, minimum: 1 }),
  BREAKER_TOTAL_TIMEOUT_MS: Type.Integer({ default: 8_000, minimum: 1 }),
  BREAKER_BASE_DELAY_MS: Type.Integer({ default: 100, minimum: 1 }),
  BREAKER_MAX_DELAY_MS: Type.Integer({ default: 2_000, minimum: 1 }),
  BREAKER_WINDOW_CALLS: Type.Integer({ default: 10, minimum: 1 }),
  BREAKER_MINIMUM_CALLS: Type.Integer({ default: 5, minimum: 1 }),
  BREAKER_FAILURE_PERCENT: Type.Integer({ default: 50, minimum: 1, maximum: 99 }),
  BREAKER_OPEN_MS: Type.Integer({ default: 5_000, minimum: 1 }),
  BREAKER_CONCURRENCY: Type.Integer({ default: 16, minimum: 1 }),
  BREAKER_QUEUE: Type.Integer({ default: 64, minimum: 0 }),
});

export type BreakerSettings = Type.Static<typeof breakerEnv>;
