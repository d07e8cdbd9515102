import { type Kysely, sql } from 'kysely';
import type { NoTables } from '../../core/contract.ts';
import { type MigrationFile, migrationTable } from '../../core/migrate.ts';

/** A migration of this release, of the database, or of both. */
export interface LedgerEntry {
  readonly name: string;
  /** Undefined: pending. */
  readonly executedAt: Date | undefined;
  /** Undefined: the database knows it, this release does not. */
  readonly file: MigrationFile | undefined;
}

/** Makes the table that records what was applied: the one that the service checks at its start. */
export async function createLedger(session: Kysely<NoTables>): Promise<void> {
  await sql`create table if not exists ${sql.table(migrationTable)}
    (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(session);
}

/**
 * Lists what is applied, in the order of its application, then what is pending, in the order in
 * which it will be. Migrations that only the database knows are kept: an older release, or one whose
 * practice was removed, still works. Writes nothing.
 *
 * @param files - as `loadMigrations` returns them
 */
export async function readLedger(
  session: Kysely<NoTables>,
  files: readonly MigrationFile[],
): Promise<readonly LedgerEntry[]> {
  const rows = (await hasLedger(session)) ? await readRows(session) : [];
  const applied = new Map(rows.map(({ name, timestamp }) => [name, new Date(timestamp)]));
  const known = files.map((file) => ({
    name: file.name,
    executedAt: applied.get(file.name),
    file,
  }));
  const foreign = rows
    .filter(({ name }) => files.every((file) => file.name !== name))
    .map(({ name, timestamp }) => ({ name, executedAt: new Date(timestamp), file: undefined }));
  // A stable sort: those applied within one millisecond stay in the order of running.
  return [...known, ...foreign].sort((a, b) => appliedAt(a) - appliedAt(b));
}

/** Records that a migration was applied, later than `latest` whatever the clock says. */
export async function recordApplied(
  db: Kysely<NoTables>,
  name: string,
  latest: Date | undefined,
): Promise<Date> {
  const at = new Date(Math.max(Date.now(), (latest?.getTime() ?? 0) + 1));
  await sql`insert into ${sql.table(migrationTable)} (name, timestamp)
    values (${name}, ${at.toISOString()})`.execute(db);
  return at;
}

/** Records that a migration was taken back. */
export async function recordTakenBack(db: Kysely<NoTables>, name: string): Promise<void> {
  await sql`delete from ${sql.table(migrationTable)} where name = ${name}`.execute(db);
}

async function hasLedger(session: Kysely<NoTables>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select to_regclass(${migrationTable}) is not null as found`.execute(session);
  return rows[0]?.found === true;
}

async function readRows(
  session: Kysely<NoTables>,
): Promise<readonly { name: string; timestamp: string }[]> {
  const { rows } = await sql<{ name: string; timestamp: string }>`
    select name, timestamp from ${sql.table(migrationTable)} order by timestamp, name`.execute(
    session,
  );
  return rows;
}

function appliedAt({ executedAt }: LedgerEntry): number {
  return executedAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
