import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith, type PostgresServer, slackMs, startPostgres } from '../../test/harness.ts';
import {
  DatabaseUnreachable,
  fromDatabaseError,
  sqlState,
  takesNoWrites,
} from './database-errors.ts';
import { databaseEnv, openDatabase, pingDatabase, type Database } from './database.ts';
import { readEnv } from './config.ts';
import { createLog } from './log.ts';
import { createInTx } from './tx.ts';

const { log } = createLog({ level: 'silent', service: 'test' });
const statementTimeoutMs = 300;
/** The client gives the server half a second on top of its own timeout before it gives it up. */
const frozenLimitMs = statementTimeoutMs + 500 + slackMs;
const connectTimeoutMs = 400;
const max = 3;

type Db = Database['db'];
const write = (db: Db) => sql`insert into writable values (1)`.execute(db);

describeWith('postgres')('a PostgreSQL pool', () => {
  let server: PostgresServer;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const open = async (env: Readonly<Record<string, string>> = {}) => {
    const bounds = {
      DATABASE_URL: server.url,
      DATABASE_POOL_MAX: String(max),
      DATABASE_CONNECT_TIMEOUT_MS: String(connectTimeoutMs),
      DATABASE_STATEMENT_TIMEOUT_MS: String(statementTimeoutMs),
      DATABASE_LOCK_TIMEOUT_MS: '100',
    };
    database = await openDatabase(readEnv(databaseEnv, { ...bounds, ...env }), log);
    return database.db;
  };
  afterEach(async () => {
    await server.thaw();
    await database.close();
  });

  it('fails a query on time when every connection is taken', async () => {
    const db = await open({ DATABASE_STATEMENT_TIMEOUT_MS: '5000' });
    const busy = Array.from({ length: max }, () => sql`select pg_sleep(1.5)`.execute(db));
    const begun = performance.now();
    await expect(pingDatabase(db)).rejects.toThrow(DatabaseUnreachable);
    expect(performance.now() - begun).toBeLessThan(connectTimeoutMs + slackMs);
    await Promise.all(busy);
  });

  it('never opens more connections than it may', async () => {
    const db = await open({ DATABASE_CONNECT_TIMEOUT_MS: '5000' });
    let most = 0;
    const queries = Array.from({ length: 50 }, async () => {
      await sql`select pg_sleep(0.02)`.execute(db);
      most = Math.max(most, database.stats().total);
    });
    await Promise.all(queries);
    expect(most).toBe(max);
    expect(await sessions(server.url)).toBeLessThanOrEqual(max);
  });

  it('ends a slow statement, and says so', async () => {
    const db = await open();
    const error: unknown = await sql`select pg_sleep(5)`.execute(db).catch((e: unknown) => e);
    expect(sqlState(error)).toBe('57014');
    expect(fromDatabaseError(error)).toMatchObject({ status: 503 });
  });

  it('ends a wait for a lock', async () => {
    const db = await open({ DATABASE_STATEMENT_TIMEOUT_MS: '5000' });
    await sql`create table if not exists locked (id int)`.execute(db);
    await db.transaction().execute(async (trx) => {
      await sql`lock table locked`.execute(trx);
      const error: unknown = await sql`select * from locked`.execute(db).catch((e: unknown) => e);
      expect(sqlState(error)).toBe('55P03');
    });
  });

  it('gives up a frozen session on time, throws its connection away, and goes on', async () => {
    const db = await open();
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    const pid = rows[0]?.pid ?? 0;
    server.freezeBackend(pid);
    const begun = performance.now();
    await expect(pingDatabase(db)).rejects.toThrow(DatabaseUnreachable);
    expect(performance.now() - begun).toBeLessThan(frozenLimitMs);
    await pingDatabase(db);
  });

  it('does not wait for ROLLBACK on a session that froze inside a transaction', async () => {
    const inTx = createInTx(await open(), log);
    const begun = performance.now();
    const work = inTx(async ({ db }) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      server.freezeBackend(rows[0]?.pid ?? 0);
      await sql`select 1`.execute(db);
    });
    await expect(work).rejects.toThrow(DatabaseUnreachable);
    expect(performance.now() - begun).toBeLessThan(frozenLimitMs);
  });

  it('outlives a server that is killed in the middle of a query', async () => {
    const db = await open();
    const slow = sql`select pg_sleep(5)`.execute(db).catch((error: unknown) => error);
    await expect.poll(() => sessions(server.url)).toBe(1);
    await server.kill();
    expect(await slow).toBeInstanceOf(DatabaseUnreachable);
    await server.restart();
    await pingDatabase(db);
  });

  it('outlives a server that is killed between two statements of a transaction', async () => {
    const db = await open();
    const work = createInTx(
      db,
      log,
    )(async (tx) => {
      await sql`select 1`.execute(tx.db);
      await server.kill();
      await sleep(100);
      await sql`select 1`.execute(tx.db);
    });
    await expect(work).rejects.toThrow(DatabaseUnreachable);
    await server.restart();
    await pingDatabase(db);
  });

  it('fails on time while the server is frozen, and works again when it thaws', async () => {
    const db = await open();
    await server.freeze();
    const begun = performance.now();
    await expect(pingDatabase(db)).rejects.toThrow(DatabaseUnreachable);
    expect(performance.now() - begun).toBeLessThan(connectTimeoutMs + slackMs);
    await server.thaw();
    await pingDatabase(db);
  });

  it('fails at once while the server is down, and works again when it is back', async () => {
    const db = await open();
    await pingDatabase(db);
    await server.kill();
    await expect(pingDatabase(db)).rejects.toThrow(DatabaseUnreachable);
    await server.restart();
    await pingDatabase(db);
  });

  it.each([
    ['a statement', write],
    ['a transaction', (db: Db) => createInTx(db, log)((tx) => write(tx.db))],
    ['a ping', pingDatabase],
  ])('drops a connection that refused %s because its server took no writes', async (_what, ask) => {
    const admin = new Client({ connectionString: server.url });
    await admin.connect();
    await admin.query('create table if not exists writable (id int)');
    await admin.query('alter database postgres set default_transaction_read_only = on');
    const db = await open();
    await expect(ask(db)).rejects.toMatchObject({ code: takesNoWrites });
    // A session keeps what it began with: only a new one may write now.
    await admin.query('alter database postgres reset default_transaction_read_only');
    await admin.end();
    await write(db);
  });

  it('tries a transaction again that the server rolled back for a deadlock', async () => {
    const db = await open({
      DATABASE_LOCK_TIMEOUT_MS: '5000',
      DATABASE_STATEMENT_TIMEOUT_MS: '9000',
    });
    await sql`create table counters (id int primary key, n int not null)`.execute(db);
    await sql`insert into counters values (1, 0), (2, 0)`.execute(db);
    const inTx = createInTx(db, log);
    let attempts = 0;
    let holding = 0;
    const { promise: bothHold, resolve } = Promise.withResolvers<undefined>();
    const crossing = (first: number, second: number) =>
      inTx(async (tx) => {
        attempts += 1;
        await sql`update counters set n = n + 1 where id = ${first}`.execute(tx.db);
        holding += 1;
        if (holding === 2) resolve(undefined);
        await bothHold;
        await sql`update counters set n = n + 1 where id = ${second}`.execute(tx.db);
      });
    await Promise.all([crossing(1, 2), crossing(2, 1)]);
    const { rows } = await sql<{ n: number }>`select n from counters`.execute(db);
    expect(rows).toEqual([{ n: 2 }, { n: 2 }]);
    expect(attempts).toBe(3);
  });
});

/** Sessions of clients that the server counts, without the one that asks. */
async function sessions(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(
    `select count(*) from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  await client.end();
  return Number(rows[0]?.count);
}
