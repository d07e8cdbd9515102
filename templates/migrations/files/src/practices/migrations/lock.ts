import { type Kysely, sql } from 'kysely';
import type { NoTables } from '../../core/contract.ts';
import { migrationLockId } from '../../core/migrate.ts';
import { boundStatements } from './bounds.ts';
import { isLockTimeout } from './lock-timeout.ts';
import type { Timeouts } from './settings.ts';

type Say = (line: string) => void;

/** Another migrator held the lock for all of the wait. */
export class MigratorBusy extends Error {
  override readonly name = 'MigratorBusy';
}

/**
 * Runs `work` while no other migrator runs on this database, and bounds its statements. A second
 * migrator waits, then finds nothing left to do. The lock is the session's: it ends with the process.
 *
 * @param session - one connection, as `withSession` gives it
 * @param say - is told who is waited for
 * @throws MigratorBusy that names the holder when `timeouts.waitMs` passes.
 */
export async function withMigratorLock<T>(
  session: Kysely<NoTables>,
  timeouts: Timeouts,
  say: Say,
  work: () => Promise<T>,
): Promise<T> {
  await acquire(session, timeouts, say);
  try {
    await boundStatements(session, timeouts.lockMs, timeouts.statementMs);
    return await work();
  } finally {
    await sql`select pg_advisory_unlock(${sql.lit(migrationLockId)}::bigint)`.execute(session);
  }
}

async function acquire(session: Kysely<NoTables>, { waitMs }: Timeouts, say: Say): Promise<void> {
  const tried = await sql<{ locked: boolean }>`
    select pg_try_advisory_lock(${sql.lit(migrationLockId)}::bigint) as locked`.execute(session);
  if (tried.rows[0]?.locked === true) return;
  say(`waiting up to ${waitMs} ms for another migrator: ${await holder(session)}`);
  // The lock timeout alone bounds this wait.
  await boundStatements(session, waitMs, 0);
  try {
    await sql`select pg_advisory_lock(${sql.lit(migrationLockId)}::bigint)`.execute(session);
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new MigratorBusy(
      `Another migrator did not finish within ${waitMs} ms: ${await holder(session)}. ` +
        'Wait for it, end it, or raise MIGRATE_WAIT_MS.',
      { cause: error },
    );
  }
}

async function holder(session: Kysely<NoTables>): Promise<string> {
  const { rows } = await sql<{ pid: number; name: string; seconds: number }>`
    select activity.pid, activity.application_name as name,
      extract(epoch from now() - activity.backend_start)::int as seconds
    from pg_locks as held join pg_stat_activity as activity using (pid)
    where held.locktype = 'advisory' and held.granted
      and activity.datname = current_database()
      and (held.classid::bigint << 32) + held.objid::bigint
        = ${sql.lit(migrationLockId)}::bigint`.execute(session);
  const [found] = rows;
  if (found === undefined) return 'it has just ended';
  return `"${found.name}", backend ${found.pid}, connected ${found.seconds} s ago`;
}
