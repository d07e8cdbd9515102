import { readFile, writeFile } from 'node:fs/promises';
import type { PGlite } from '@electric-sql/pglite';
import { overPglite, startPglite } from '../../src/core/database-pglite.ts';
import type { Database } from '../../src/core/database.ts';
import { migrateToLatest } from '../../src/core/migrate.ts';
import { cleaned, marked, type Marked } from './used-pglite.ts';
import { builtOnce } from './run-folder.ts';

const waitMs = 10_000;

/** Instances of this process that a test has closed. */
const idle: Marked[] = [];

/**
 * An embedded database with the schema applied: one that an earlier test of this process closed, if it
 * can be made as new, otherwise one restored from what the first test of the run built.
 */
export async function migratedDatabase(): Promise<Database> {
  const instance = (await cleanedIdle()) ?? (await restored());
  return overPglite(() => Promise.resolve(lent(instance)), waitMs);
}

async function cleanedIdle(): Promise<Marked | undefined> {
  for (let used = idle.pop(); used !== undefined; used = idle.pop()) {
    if (await cleaned(used)) return used;
    await used.pglite.close();
  }
  return undefined;
}

async function restored(): Promise<Marked> {
  const path = await builtOnce('migrated.tar', build);
  return marked(await startPglite(new Blob([await readFile(path)])));
}

/** The instance, which its user cannot close. */
function lent(instance: Marked): PGlite {
  const close = (): Promise<void> => {
    idle.push(instance);
    return Promise.resolve();
  };
  return new Proxy(instance.pglite, {
    get: (pglite, name) => {
      if (name === 'close') return close;
      const value: unknown = Reflect.get(pglite, name, pglite);
      return typeof value === 'function' ? (value.bind(pglite) as unknown) : value;
    },
  });
}

async function build(path: string): Promise<void> {
  const pglite = await startPglite();
  const database = overPglite(() => Promise.resolve(pglite), waitMs);
  await migrateToLatest(database.db);
  const dump = await pglite.dumpDataDir('none');
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  await database.close();
}
