import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NoTables } from '../../core/contract.ts';
import type { Database } from '../../core/database.ts';
import { openPglite } from '../../core/database-pglite.ts';
import { loadMigrations, migrateToLatest } from '../../core/migrate.ts';
import { backfill, BackfillStopped, type FillBatch } from './backfill.ts';

const rows = 25;
let database: Database;

beforeAll(async () => {
  database = openPglite(1_000);
  const own = (await loadMigrations()).filter(({ name }) => name.startsWith('migrations_'));
  await migrateToLatest(database.db, own);
  await sql`create table notes (id int primary key, text text, times int default 0)`.execute(
    database.db,
  );
});
beforeEach(async () => {
  await sql`truncate backfills, notes`.execute(database.db);
  await sql`insert into notes (id) select generate_series(1, ${rows}::int)`.execute(database.db);
});
afterAll(() => database.close());

const fill: FillBatch = async (db, after, limit) => {
  const filled = await sql<{ id: number }>`
    update notes set text = 'filled', times = times + 1 where id in (
      select id from notes where id > ${Number(after ?? 0)} order by id limit ${limit})
    returning id`.execute(db);
  const last = filled.rows.length === 0 ? null : Math.max(...filled.rows.map(({ id }) => id));
  return { last: last === null ? null : String(last), rows: filled.rows.length };
};

function start(signal: AbortSignal, say: (line: string) => void, by = fill): Promise<void> {
  const settings = { name: 'notes/text', fill: by, limit: 10, pauseMs: 0, signal, say };
  return database.db.connection().execute((session) => backfill(session, settings));
}

async function filledOnce(db: Kysely<NoTables>): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from notes where text = 'filled' and times = 1`.execute(db);
  return found.rows[0]?.count ?? 0;
}

describe('a backfill', () => {
  it('fills every row once, a batch at a time', async () => {
    const said: string[] = [];
    await start(new AbortController().signal, (line) => said.push(line));
    expect(said).toEqual([
      'notes/text: 10 rows',
      'notes/text: 20 rows',
      'notes/text: 25 rows, done',
    ]);
    expect(await filledOnce(database.db)).toBe(rows);
  });

  it('stops after the batch that runs, and goes on where it stopped', async () => {
    const stop = new AbortController();
    await expect(start(stop.signal, () => stop.abort())).rejects.toThrow(BackfillStopped);
    expect(await filledOnce(database.db)).toBe(10);
    await start(new AbortController().signal, () => undefined);
    expect(await filledOnce(database.db)).toBe(rows);
  });

  it('loses nothing of the batches before one that fails', async () => {
    let batch = 0;
    const failing: FillBatch = async (db, after, limit) => {
      const done = await fill(db, after, limit);
      batch += 1;
      if (batch === 2) throw new Error('power cut');
      return done;
    };
    const { signal } = new AbortController();
    await expect(start(signal, () => undefined, failing)).rejects.toThrow('power cut');
    expect(await filledOnce(database.db)).toBe(10);
    await start(signal, () => undefined);
    expect(await filledOnce(database.db)).toBe(rows);
  });

  it('begins a batch again whose lock was not to be had in time, such as behind another run', async () => {
    const said: string[] = [];
    const refused: FillBatch = async (db, after, limit) => {
      if (said.length === 1) {
        await sql`do $$ begin raise exception using errcode = '55P03'; end $$`.execute(db);
      }
      return fill(db, after, limit);
    };
    await start(new AbortController().signal, (line) => said.push(line), refused);
    expect(said[1]).toBe('notes/text: a lock was not granted in time, attempt 1 of 5');
    expect(await filledOnce(database.db)).toBe(rows);
  });

  it('has nothing to do once it is done', async () => {
    const { signal } = new AbortController();
    await start(signal, () => undefined);
    await start(signal, () => undefined);
    expect(await filledOnce(database.db)).toBe(rows);
  });
});
