import { Type } from 'typebox';
import { secret } from '../../core/config.ts';

/** What the PostgreSQL backend reads from the environment. */
export const backendEnv = Type.Object({
  DATABASE_URL: Type.Optional(secret()),
  /** Whether a worker creates and upgrades BullMQ's own schema when it starts. */
  QUEUE_MIGRATE: Type.Boolean({ default: true }),
});
