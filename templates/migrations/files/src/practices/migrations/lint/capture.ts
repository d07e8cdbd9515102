import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { NoTables } from '../../../core/contract.ts';
import type { MigrationFile } from '../../../core/migrate.ts';
import { asItRuns } from '../transaction.ts';

/**
 * Collects the statements that a migration's `up` would send to an empty database. Nothing is
 * executed, so it takes no server and no time.
 */
export async function captureSql(file: MigrationFile): Promise<readonly string[]> {
  const statements: string[] = [];
  const db = new Kysely<NoTables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (introspected) => new PostgresIntrospector(introspected),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: (event) => void statements.push(event.query.sql),
  });
  await asItRuns(file, db, async (migrated) => file.up(migrated));
  return statements;
}
