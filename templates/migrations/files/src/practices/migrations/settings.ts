import { Type } from 'typebox';
import { type Env, readEnv, postgresUrl } from '../../core/config.ts';

export interface MigrationSettings {
  readonly databaseUrl: string;
  readonly timeouts: Timeouts;
  /** Rows a batch, and milliseconds between batches. */
  readonly backfill: { readonly limit: number; readonly pauseMs: number };
}

/** Bounds on what a migrator waits for, in milliseconds. */
export interface Timeouts {
  /** For another migrator to finish. */
  readonly waitMs: number;
  /** For a lock that running requests hold: every query behind a waiting DDL waits as well. */
  readonly lockMs: number;
  /** For one statement. */
  readonly statementMs: number;
}

/** What holds when the environment says nothing. */
export const defaultTimeouts: Timeouts = { waitMs: 60_000, lockMs: 5_000, statementMs: 900_000 };

const schema = Type.Object({
  DATABASE_URL: postgresUrl(),
  MIGRATE_WAIT_MS: Type.Integer({ default: defaultTimeouts.waitMs, minimum: 1 }),
  MIGRATE_LOCK_TIMEOUT_MS: Type.Integer({ default: defaultTimeouts.lockMs, minimum: 1 }),
  MIGRATE_STATEMENT_TIMEOUT_MS: Type.Integer({ default: defaultTimeouts.statementMs, minimum: 1 }),
  BACKFILL_BATCH: Type.Integer({ default: 1_000, minimum: 1 }),
  BACKFILL_PAUSE_MS: Type.Integer({ default: 100, minimum: 0 }),
});

/**
 * Reads what a migrator needs. Unlike the service it never falls back to the embedded database:
 * that one migrates itself.
 *
 * @throws ConfigError that lists every variable that is missing or wrong.
 */
export function readMigrationSettings(env: Env): MigrationSettings {
  const values = readEnv(schema, env);
  return {
    databaseUrl: values.DATABASE_URL,
    timeouts: {
      waitMs: values.MIGRATE_WAIT_MS,
      lockMs: values.MIGRATE_LOCK_TIMEOUT_MS,
      statementMs: values.MIGRATE_STATEMENT_TIMEOUT_MS,
    },
    backfill: { limit: values.BACKFILL_BATCH, pauseMs: values.BACKFILL_PAUSE_MS },
  };
}
