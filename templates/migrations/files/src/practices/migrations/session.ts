import { hostname } from 'node:os';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { NoTables } from '../../core/contract.ts';
import type { MigrationSettings } from './settings.ts';

/** Long enough for a database that is being started, short enough for a job that nobody watches. */
const connectMs = 10_000;

/**
 * Runs `work` on one connection: session locks and timeouts belong to a connection, so the whole
 * job stays on it.
 *
 * @throws whatever `work` throws, and the driver's error when the database is not reachable.
 */
export async function withSession<T>(
  settings: MigrationSettings,
  work: (db: Kysely<NoTables>) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: 1,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    // Whoever waits for this migrator is told this name.
    application_name: `migrate ${hostname()} ${process.pid}`,
  });
  const db = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await db.connection().execute(async (session) => {
      await endWithClient(session);
      return work(session);
    });
  } finally {
    await db.destroy();
  }
}

/**
 * Has the server look for its client while a statement runs: it would hold the locks of a killed one
 * until that statement ends, and every other migrator with them.
 */
async function endWithClient(session: Kysely<NoTables>): Promise<void> {
  // PostgreSQL 13 has no such setting, and on some systems 14 cannot: there they wait.
  await sql`set client_connection_check_interval = '1s'`.execute(session).catch(() => undefined);
}
