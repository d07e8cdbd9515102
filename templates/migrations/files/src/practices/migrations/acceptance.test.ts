import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callerOf } from '../../../test/caller.ts';
import type { NoTables } from '../../core/contract.ts';
import { loadMigrations, type MigrationFile, pendingMigrations } from '../../core/migrate.ts';
import {
  buildService,
  describeWith,
  type PostgresServer,
  startPostgres,
} from '../../../test/harness.ts';
import { findBinary } from '../../../test/harness/binaries.ts';
import { admin } from '../../../test/samples.ts';
import { up } from './apply.ts';
import { withMigratorLock } from './lock.ts';
import { readLedger } from './ledger.ts';
import { withSession } from './session.ts';
import { defaultTimeouts, readMigrationSettings } from './settings.ts';

const cli = new URL('./cli.ts', import.meta.url).pathname;
const run = promisify(execFile);

describeWith('postgres')('migrations on a real database', () => {
  let server: PostgresServer;
  let url = '';
  let databases = 0;

  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    databases += 1;
    const name = `service_${databases}`;
    await inDatabase(server.url, (db) => sql`create database ${sql.id(name)}`.execute(db));
    const own = new URL(server.url);
    own.pathname = `/${name}`;
    url = own.href;
  });

  it('go up, down and up again to the same schema', async () => {
    const files = await loadMigrations();
    await migrate(url, 'up');
    const first = await schemaOf(url);
    await migrate(url, 'down', String(files.length));
    const empty = await schemaOf(url);
    await migrate(url, 'up');
    expect(await schemaOf(url)).toBe(first);
    expect(first).toContain('CREATE TABLE public.users');
    expect(empty.match(/CREATE TABLE public\.\w+/g)).toEqual([
      'CREATE TABLE public.kysely_migration',
    ]);
  });

  it('let one of two migrators win, and break neither', async () => {
    const lines = await inDatabase(url, (holder) =>
      withMigratorLock(holder, defaultTimeouts, ignore, async () => {
        const both = [start(url, 'up'), start(url, 'up')];
        await Promise.all(both.map((one) => one.said('waiting up to')));
        return both;
      }),
    );
    const ends = await Promise.all(lines.map((one) => one.ended));
    expect(ends.map((end) => end.code)).toEqual([0, 0]);
    const outputs = ends.map((end) => end.output);
    expect(outputs.filter((output) => output.includes('nothing to apply'))).toHaveLength(1);
    expect(outputs.filter((output) => output.includes('applied users_0001_'))).toHaveLength(1);
  });

  it('say who holds the lock, and give up after the wait', async () => {
    const { code, output } = await inDatabase(url, (holder) =>
      withMigratorLock(
        holder,
        defaultTimeouts,
        ignore,
        () => start(url, 'up', { MIGRATE_WAIT_MS: '300' }).ended,
      ),
    );
    expect(code).toBe(1);
    expect(output).toMatch(/did not finish within 300 ms: "migrate .+", backend \d+/);
  });

  it('take over soon from one that was killed in the middle of a statement', async () => {
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', holdsTheLock], {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    const { code } = await start(url, 'up', { MIGRATE_WAIT_MS: '10000' }).ended;
    expect(code).toBe(0);
  });

  it('do not hold up the queries behind a lock that they wait for', async () => {
    await migrate(url, 'up');
    const files = [...(await loadMigrations()), addsNote];
    const said: string[] = [];
    await inDatabase(url, async (reader) => {
      await sql`begin`.execute(reader);
      await sql`select count(*) from users`.execute(reader);
      const migrating = inDatabase(url, (session) =>
        withMigratorLock(session, { ...defaultTimeouts, lockMs: 200 }, ignore, () =>
          up(session, files, (line) => {
            said.push(line);
            if (line.includes('attempt 1')) void sql`commit`.execute(reader);
          }),
        ),
      );
      await migrating;
    });
    expect(said).toEqual([
      'users_9001_note: a lock was not granted in time, attempt 1 of 5',
      'applied users_9001_note',
    ]);
  });

  it('keep what succeeded before a migration that fails, and nothing of that one', async () => {
    const broken: MigrationFile = {
      name: 'users_9002_broken',
      after: [],
      async up(db: Kysely<NoTables>) {
        await sql`create table half (id int)`.execute(db);
        await sql`select 1 / 0`.execute(db);
      },
    };
    const files = [...(await loadMigrations()), addsNote, broken];
    await inDatabase(url, async (session) => {
      await expect(up(session, files, ignore)).rejects.toThrow('division by zero');
      const pending = (await readLedger(session, files)).filter((entry) => !entry.executedAt);
      expect(pending.map((entry) => entry.name)).toEqual(['users_9002_broken']);
    });
    expect(await schemaOf(url)).not.toContain('half');
  });

  it('build an index concurrently outside a transaction', async () => {
    const index: MigrationFile = {
      name: 'users_9003_index',
      after: [],
      exports: { transaction: false },
      async up(db: Kysely<NoTables>) {
        await sql`create index concurrently if not exists users_name on users (name)`.execute(db);
      },
    };
    const files = [...(await loadMigrations()), index];
    await inDatabase(url, (session) => up(session, files, ignore));
    expect(await schemaOf(url)).toContain('CREATE INDEX users_name');
  });

  it('pass over what another release applied: an older one, or one without a practice', async () => {
    const newer = [...(await loadMigrations()), addsNote];
    await inDatabase(url, async (session) => {
      await up(session, newer, ignore);
      expect(await pendingMigrations(session)).toEqual([]);
    });
    expect(await migrate(url, 'up')).toBe('nothing to apply\n');
    expect(await migrate(url, 'status')).toMatch(/users_9001_note .*\(by another release\)/);
    const { code, output } = await start(url, 'down').ended;
    expect(code).toBe(1);
    expect(output).toContain('users_9001_note was applied by another release');
  });

  it('are listed to nobody, and without a word, when the reader is gone', async () => {
    await migrate(url, 'up');
    const child = spawn(process.execPath, [cli, 'status'], {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [problems] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect([problems, child.exitCode]).toEqual(['', 0]);
  });

  it('let the previous release run on the new schema', async () => {
    const newer = [...(await loadMigrations()), addsNote];
    await inDatabase(url, (session) => up(session, newer, ignore));
    const service = await buildService({ env: { DATABASE_URL: url } });
    try {
      const caller = await callerOf(service, admin);
      const added = await caller.post('/users', { email: 'old@example.com', name: 'Old' });
      expect(added.statusCode).toBe(201);
    } finally {
      await service.close();
    }
  });
});

/** A migrator in a statement that takes half a minute. */
const holdsTheLock = `
  import { sql } from 'kysely';
  import { withMigratorLock } from '${new URL('./lock.ts', import.meta.url).href}';
  import { withSession } from '${new URL('./session.ts', import.meta.url).href}';
  import { readMigrationSettings } from '${new URL('./settings.ts', import.meta.url).href}';
  const settings = readMigrationSettings(process.env);
  await withSession(settings, (session) =>
    withMigratorLock(session, settings.timeouts, () => {}, async () => {
      const asleep = sql\`select pg_sleep(30)\`.execute(session);
      console.log('holding');
      await asleep;
    }));`;

/** What a later release adds: a column that this one does not know. */
const addsNote: MigrationFile = {
  name: 'users_9001_note',
  after: [],
  async up(db: Kysely<NoTables>) {
    await sql`alter table users add column note text`.execute(db);
  },
};

const ignore = (): void => undefined;

function inDatabase<T>(url: string, work: (db: Kysely<NoTables>) => Promise<T>): Promise<T> {
  return withSession(readMigrationSettings({ DATABASE_URL: url }), work);
}

async function migrate(url: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: url };
  return (await run(process.execPath, [cli, ...args], { env })).stdout;
}

interface Started {
  /** Resolves once the process has said `part`. */
  said(part: string): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

function start(url: string, command: string, env: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [cli, command], {
    env: { ...process.env, ...env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, output }));
  return {
    ended,
    async said(part) {
      while (!output.includes(part) && child.exitCode === null) await once(child.stdout, 'data');
    },
  };
}

/** The schema as `pg_dump` writes it, without the session's own key, which differs each time. */
async function schemaOf(url: string): Promise<string> {
  const { stdout } = await run(findBinary('pg_dump') ?? 'pg_dump', [
    '--schema-only',
    '--no-owner',
    url,
  ]);
  return stdout.replace(/^\\(un)?restrict .*$/gm, '');
}
