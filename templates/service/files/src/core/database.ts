import { sql, type Kysely } from 'kysely';
import { Type, type Static } from 'typebox';
import type { FastifyBaseLogger } from 'fastify';
import { postgresUrl } from './config.ts';
import type { NoTables } from './contract.ts';

/** What the database reads from the environment. All times are in milliseconds. */
export const databaseEnv = Type.Object({
  DATABASE_URL: Type.Optional(postgresUrl()),
  /** Connections of one process; times the processes, it must stay below the server's own limit. */
  DATABASE_POOL_MAX: Type.Integer({ minimum: 1, maximum: 500, default: 10 }),
  /** How long a query waits for a connection: an exhausted pool fails instead of queueing. */
  DATABASE_CONNECT_TIMEOUT_MS: Type.Integer({ minimum: 50, default: 1_000 }),
  /** The server ends a statement after this. */
  DATABASE_STATEMENT_TIMEOUT_MS: Type.Integer({ minimum: 50, default: 3_000 }),
  /** The server ends a wait for a lock after this. */
  DATABASE_LOCK_TIMEOUT_MS: Type.Integer({ minimum: 50, default: 2_000 }),
});
export type DatabaseConfig = Static<typeof databaseEnv>;

/** The embedded database is one session: callers take turns, and wait longer than for a pool. */
const embeddedWaitMs = 10_000;

/** An open database, whichever kind. */
export interface Database {
  readonly kind: 'postgres' | 'pglite';
  readonly db: Kysely<NoTables>;
  /** Connections open now, those idle, and callers that wait for one. */
  stats(): PoolStats;
  close(): Promise<void>;
}

export interface PoolStats {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/**
 * Opens the database: a PostgreSQL pool when there is a URL, otherwise PGlite in this process, in
 * memory. Nothing is connected before the first query.
 * @param snapshot - a PGlite data directory, as `dumpDataDir` gives it, to start from
 */
export async function openDatabase(
  config: DatabaseConfig,
  log: FastifyBaseLogger,
  snapshot?: Blob,
): Promise<Database> {
  if (config.DATABASE_URL === undefined) {
    const { openPglite } = await import('./database-pglite.ts');
    return openPglite(embeddedWaitMs, snapshot);
  }
  const { openPostgres } = await import('./database-postgres.ts');
  return openPostgres({ ...config, DATABASE_URL: config.DATABASE_URL }, log);
}

/**
 * Resolves when the database answers and takes writes. A replica, and a primary that is set read-only,
 * raise what any write would, so that a pool drops the connection.
 */
export async function pingDatabase(db: Kysely<NoTables>): Promise<void> {
  await sql`do $$ begin
    if current_setting('transaction_read_only')::boolean then
      raise read_only_sql_transaction using message = 'the database takes no writes';
    end if;
  end $$`.execute(db);
}
