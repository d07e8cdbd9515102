import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { DatabaseError, Pool, TypeOverrides, types, type PoolClient } from 'pg';
import type { FastifyBaseLogger } from 'fastify';
import type { NoTables } from './contract.ts';
import type { Database, DatabaseConfig } from './database.ts';
import { DatabaseUnreachable, sqlState, takesNoWrites } from './database-errors.ts';

type Bounds = Omit<DatabaseConfig, 'DATABASE_URL'> & { readonly DATABASE_URL: string };

/** On top of the server's own timeout: past it the server is frozen or gone, not slow. */
const answerMarginMs = 500;

/** Opens a bounded pool: connections, waits, statements, locks, idle time and lifetime. */
export function openPostgres(config: Bounds, log: FastifyBaseLogger): Database {
  const pool = new Pool({
    connectionString: config.DATABASE_URL,
    max: config.DATABASE_POOL_MAX,
    connectionTimeoutMillis: config.DATABASE_CONNECT_TIMEOUT_MS,
    statement_timeout: config.DATABASE_STATEMENT_TIMEOUT_MS,
    query_timeout: config.DATABASE_STATEMENT_TIMEOUT_MS + answerMarginMs,
    lock_timeout: config.DATABASE_LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: config.DATABASE_STATEMENT_TIMEOUT_MS * 2,
    idleTimeoutMillis: 30_000,
    maxLifetimeSeconds: 1_800,
    keepAlive: true,
    types: parsers,
  });
  // A connection that dies while it is lent fails its query, and reports the same here once more.
  // Without a listener either report would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  pool.on('error', (error) => {
    log.warn({ err: error }, 'an idle database connection was lost');
  });
  return {
    kind: 'postgres',
    db: new Kysely<NoTables>({ dialect: new PostgresDialect({ pool: failFast(pool) }) }),
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/** A bigint stays exact as a number up to 2^53, far above any count or price in cents here. */
const parsers = new TypeOverrides();
parsers.setTypeParser(types.builtins.INT8, Number);

/**
 * A connection whose query got no answer in time is poisoned: what is asked next would wait behind
 * it. So it answers nothing more, not even ROLLBACK, and leaves the pool when it is given back.
 */
function failFast(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      try {
        return guard(await pool.connect());
      } catch (error) {
        throw new DatabaseUnreachable('No database connection in time.', { cause: error });
      }
    },
  };
}

/**
 * A connection whose server takes no writes answers on, ROLLBACK too, but leaves the pool as well: the
 * next one may find the new primary, and a session stays read-only that began so.
 */
function guard(client: PoolClient): PostgresPoolClient {
  let lost: DatabaseUnreachable | undefined;
  let readOnly = false;
  return Object.assign(Object.create(client) as PostgresPoolClient, {
    query: async (text: string, values: unknown[]) => {
      if (lost !== undefined) throw lost;
      try {
        return await client.query(text, values);
      } catch (error) {
        readOnly ||= sqlState(error) === takesNoWrites;
        if (error instanceof DatabaseError || error instanceof TypeError) throw error;
        lost = new DatabaseUnreachable('The database did not answer.', { cause: error });
        throw lost;
      }
    },
    release: (destroy?: boolean) => {
      client.release(destroy === true || readOnly || lost !== undefined);
    },
  });
}
