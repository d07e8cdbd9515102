import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { overPglite, startPglite } from '../../src/core/database-pglite.ts';
import type { Database } from '../../src/core/database.ts';
import { migrateToLatest } from '../../src/core/migrate.ts';
import { cleaned, marked, type Marked } from './used-pglite.ts';
import { builtOnce } from './run-folder.ts';

const waitMs = 10_000;
const sources = join(import.meta.dirname, '../../src');

/** Instances of this process that a test has closed. */
const idle: Marked[] = [];

/**
 * An embedded database with the schema applied, from the first query on: one that an earlier test of this
 * process closed, if it can be made as new, otherwise one restored from what the first test of the run
 * built.
 */
export function migratedDatabase(): Database {
  return overPglite(async () => lent((await cleanedIdle()) ?? (await restored())), waitMs);
}

async function cleanedIdle(): Promise<Marked | undefined> {
  for (let used = idle.pop(); used !== undefined; used = idle.pop()) {
    if (await cleaned(used)) return used;
    await used.pglite.close();
  }
  return undefined;
}

async function restored(): Promise<Marked> {
  const path = await builtOnce(`migrated-${await schemaDigest()}.tar`, build);
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

/** Of the text of every migration, and of what applies them. */
async function schemaDigest(): Promise<string> {
  const paths = (await readdir(sources, { recursive: true }))
    .filter((path) => /[/\\]migrations[/\\][^/\\]+\.ts$/.test(path))
    .sort();
  const hash = createHash('sha256');
  for (const path of [join('core', 'migrate.ts'), ...paths]) {
    hash.update(`${path}\n`).update(await readFile(join(sources, path)));
  }
  return hash.digest('hex').slice(0, 16);
}

async function build(path: string): Promise<void> {
  const pglite = await startPglite();
  const database = overPglite(() => Promise.resolve(pglite), waitMs);
  await migrateToLatest(database.db);
  const dump = await pglite.dumpDataDir('none');
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  await database.close();
}
