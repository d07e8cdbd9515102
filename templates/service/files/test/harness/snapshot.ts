import { readFile, writeFile } from 'node:fs/promises';
import { openPglite, overPglite } from '../../src/core/database-pglite.ts';
import type { Database } from '../../src/core/database.ts';
import { migrateToLatest } from '../../src/core/migrate.ts';
import { builtOnce } from './run-folder.ts';

const waitMs = 10_000;

/** An embedded database with the schema applied, restored from what the first test of the run built. */
export async function migratedDatabase(): Promise<Database> {
  const path = await builtOnce('migrated.tar', build);
  return openPglite(waitMs, new Blob([await readFile(path)]));
}

async function build(path: string): Promise<void> {
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create();
  const database = overPglite(() => Promise.resolve(pglite), waitMs);
  await migrateToLatest(database.db);
  const dump = await pglite.dumpDataDir('none');
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  await database.close();
}
