import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { NoTables } from './contract.ts';

/** A migration file: `up`, usually `down`, and the owners whose tables it refers to. */
export interface MigrationFile extends Migration {
  /** `<owner>_<number>_<name>`, the name of the file. */
  readonly name: string;
  /** `export const after = ['users']`: migrations of these owners run before this one. */
  readonly after: readonly string[];
  /** All that the file exports: what a practice reads of it is the practice's business. */
  readonly exports?: Readonly<Record<string, unknown>>;
}

/** The table that Kysely's own `Migrator` keeps, so that either can continue what the other began. */
export const migrationTable = 'kysely_migration';
/** The advisory lock that Kysely's `Migrator` takes: the two never run at once. */
export const migrationLockId = '3853314791062309107';

/**
 * Reads every `migrations/` folder of the modules and the practices.
 * @param root - the folder that holds `modules` and `practices`
 * @returns in the order of running: an owner's own by number, modules before practices, and each
 *   after the owners that it names in `after`
 */
export async function loadMigrations(
  root: string = join(import.meta.dirname, '..'),
): Promise<readonly MigrationFile[]> {
  const files: MigrationFile[] = [];
  for (const kind of ['modules', 'practices']) {
    for (const owner of await namesIn(join(root, kind))) {
      const folder = join(root, kind, owner, 'migrations');
      const names = (await namesIn(folder)).filter((name) =>
        /(?<!\.d|\.test)\.(ts|js)$/.test(name),
      );
      files.push(...(await Promise.all(names.map((name) => load(join(folder, name))))));
    }
  }
  return inOrder(files);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function load(path: string): Promise<MigrationFile> {
  const file = (await import(pathToFileURL(path).href)) as Partial<MigrationFile>;
  if (file.up === undefined) throw new Error(`${path} must export up(db), and does not.`);
  const name = basename(path, extname(path));
  const down = file.down === undefined ? {} : { down: file.down };
  return { name, after: file.after ?? [], up: file.up, ...down, exports: { ...file } };
}

/** The owner of a migration, by its name. */
export const ownerOf = (name: string): string => name.replace(/_\d{4}_.*$/, '');

function inOrder(files: readonly MigrationFile[]): readonly MigrationFile[] {
  const ordered = new Set<MigrationFile>();
  const visit = (file: MigrationFile, path: readonly MigrationFile[]): void => {
    if (ordered.has(file)) return;
    if (path.includes(file)) {
      throw new Error(
        `Migrations wait for each other: ${path.map(({ name }) => name).join(', ')}.`,
      );
    }
    for (const earlier of files) {
      if (file.after.includes(ownerOf(earlier.name))) visit(earlier, [...path, file]);
    }
    ordered.add(file);
  };
  for (const file of files) visit(file, []);
  return [...ordered];
}

/**
 * Applies what is not applied yet, all in one transaction and under a lock: of two at once, one
 * waits and then finds nothing to do. Migrations in the database that have no file are left alone.
 * @returns the names applied, in order
 */
export async function migrateToLatest(
  db: Kysely<NoTables>,
  migrations?: readonly MigrationFile[],
): Promise<readonly string[]> {
  const files = migrations ?? (await loadMigrations());
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(migrationLockId)}::bigint)`.execute(trx);
    await sql`create table if not exists ${sql.table(migrationTable)}
      (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(trx);
    const applied = await appliedNames(trx);
    const pending = files.filter(({ name }) => !applied.has(name));
    for (const { name, up } of pending) {
      await up(trx);
      await sql`insert into ${sql.table(migrationTable)} (name, timestamp)
        values (${name}, ${new Date().toISOString()})`.execute(trx);
    }
    return pending.map(({ name }) => name);
  });
}

/**
 * Tells which of this release's migrations the database lacks. Ones that it has and this release
 * does not know belong to a newer release, and are fine. Writes nothing.
 */
export async function pendingMigrations(
  db: Kysely<NoTables>,
  migrations?: readonly MigrationFile[],
): Promise<readonly string[]> {
  const files = migrations ?? (await loadMigrations());
  const found = await sql<{ exists: boolean }>`
    select to_regclass(${migrationTable}) is not null as exists`.execute(db);
  const applied = found.rows[0]?.exists === true ? await appliedNames(db) : new Set<string>();
  return files.map(({ name }) => name).filter((name) => !applied.has(name));
}

async function appliedNames(db: Kysely<NoTables>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    name: string;
  }>`select name from ${sql.table(migrationTable)}`.execute(db);
  return new Set(rows.map(({ name }) => name));
}
