import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../test/harness/describe-with.ts';
import { startPostgres, type PostgresServer } from '../../test/harness/postgres.ts';
import { readEnv } from './config.ts';
import { databaseEnv, openDatabase, type Database } from './database.ts';
import { createLog } from './log.ts';
import {
  loadMigrations,
  migrateToLatest,
  pendingMigrations,
  type MigrationFile,
} from './migrate.ts';

const empty = 'export const up = async () => {};\n';
const afterUsers = `export const after = ['users'];\n${empty}`;

describe('loading migrations', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'migrations-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  const given = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
  };
  const names = async () => (await loadMigrations(root)).map(({ name }) => name);

  it('orders an owner by number, modules before practices, and after what each names', async () => {
    await given({
      'modules/orders/migrations/orders_0001_create.js': afterUsers,
      'modules/users/migrations/users_0002_more.js': empty,
      'modules/users/migrations/users_0001_create.js': empty,
      'practices/auth/migrations/auth_0001_create.js': empty,
    });
    expect(await names()).toEqual([
      'users_0001_create',
      'users_0002_more',
      'orders_0001_create',
      'auth_0001_create',
    ]);
  });

  it('takes neither tests nor declarations for migrations', async () => {
    await given({
      'modules/users/migrations/users_0001_create.js': empty,
      'modules/users/migrations/users_0001_create.d.ts': '',
      'modules/users/migrations/users_0001_create.test.ts': '',
    });
    expect(await names()).toEqual(['users_0001_create']);
  });

  it('refuses owners that wait for each other', async () => {
    await given({
      'modules/users/migrations/users_0001_a.js': `export const after = ['teams'];\n${empty}`,
      'modules/teams/migrations/teams_0001_a.js': afterUsers,
    });
    await expect(loadMigrations(root)).rejects.toThrow('wait for each other');
  });

  it('names a file that has no up', async () => {
    await given({ 'modules/users/migrations/users_0003_none.js': 'export {};\n' });
    await expect(loadMigrations(root)).rejects.toThrow(/users_0003_none\.js must export up/);
  });
});

describeWith('postgres')('applying migrations', () => {
  const { log } = createLog({ level: 'silent', service: 'test' });
  const open = (url: string) => openDatabase(readEnv(databaseEnv, { DATABASE_URL: url }), log);
  const migration = (name: string, statement: string): MigrationFile => ({
    name,
    after: [],
    up: async (db) => {
      await sql.raw(statement).execute(db);
    },
  });
  const first = migration('users_0001_create', 'create table users (id int)');
  const second = migration('users_0002_name', 'alter table users add name text');

  let server: PostgresServer;
  let one: Database;
  let other: Database;
  beforeAll(async () => {
    server = await startPostgres();
    one = await open(server.url);
    other = await open(server.url);
  });
  afterEach(async () => {
    await sql`drop table if exists users, kysely_migration`.execute(one.db);
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await server.stop();
  });

  it('tells what is pending without writing anything', async () => {
    expect(await pendingMigrations(one.db, [first])).toEqual(['users_0001_create']);
    const { rows } = await sql`select from pg_tables where tablename like 'kysely%'`.execute(
      one.db,
    );
    expect(rows).toEqual([]);
  });

  it('applies each once', async () => {
    expect(await migrateToLatest(one.db, [first])).toEqual(['users_0001_create']);
    expect(await migrateToLatest(one.db, [first, second])).toEqual(['users_0002_name']);
    expect(await migrateToLatest(one.db, [first, second])).toEqual([]);
  });

  it('lets one of two at once win, and the other find nothing to do', async () => {
    const both = await Promise.all(
      [one, other].map(({ db }) => migrateToLatest(db, [first, second])),
    );
    expect(both.map((names) => names.length).sort()).toEqual([0, 2]);
  });

  it('applies nothing of a batch when one of it fails', async () => {
    const broken = migration('users_0002_broken', 'alter table nowhere add name text');
    await expect(migrateToLatest(one.db, [first, broken])).rejects.toThrow('nowhere');
    expect(await pendingMigrations(one.db, [first])).toEqual(['users_0001_create']);
  });

  it('is content with a schema newer than this release', async () => {
    await migrateToLatest(one.db, [first, second]);
    expect(await pendingMigrations(one.db, [first])).toEqual([]);
    expect(await migrateToLatest(one.db, [first])).toEqual([]);
  });
});
