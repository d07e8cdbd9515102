import type { Kysely } from 'kysely';
import type { NoTables } from '../../core/contract.ts';
import type { MigrationFile } from '../../core/migrate.ts';

/**
 * True unless the file says `export const transaction = false`, for what PostgreSQL refuses inside
 * one, such as `create index concurrently`. Such a migration must bear being run twice.
 */
export function runsInTransaction(file: MigrationFile): boolean {
  return file.exports?.['transaction'] !== false;
}

/** Runs `work` as the migration wants it: in a transaction, or on the bare session. */
export async function asItRuns(
  file: MigrationFile,
  session: Kysely<NoTables>,
  work: (db: Kysely<NoTables>) => Promise<void>,
): Promise<void> {
  if (runsInTransaction(file)) await session.transaction().execute(work);
  else await work(session);
}
