import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { NoTables } from '../../core/contract.ts';
import { persist } from './lock-timeout.ts';

/** What one batch did. */
export interface Batch {
  /** The key of its last row: the next batch begins after it. Null when there was nothing left. */
  readonly last: string | null;
  readonly rows: number;
}

/**
 * Fills the next `limit` rows whose key is above `after` (null at the start) and says where it
 * stopped. It runs in a transaction with its own progress, so each batch happens once.
 */
export type FillBatch = (
  db: Kysely<NoTables>,
  after: string | null,
  limit: number,
) => Promise<Batch>;

export interface BackfillSettings {
  /** Names the progress that is kept. */
  readonly name: string;
  readonly fill: FillBatch;
  /** Rows a batch: locks are held for one batch. */
  readonly limit: number;
  /** Between batches, for replicas and vacuum to keep up. */
  readonly pauseMs: number;
  /** Stops after the batch that runs. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** A backfill was told to stop before all was filled: what comes after it in a release must not begin. */
export class BackfillStopped extends Error {
  override readonly name = 'BackfillStopped';
}

interface Progress {
  readonly cursor: string | null;
  readonly rows: number;
  readonly finished: boolean;
}

interface BackfillRow {
  name: string;
  cursor: string | null;
  rows: number;
  finished_at: Date | null;
}

type BackfillTables = Record<'backfills', BackfillRow>;

/**
 * Fills existing rows batch by batch, and goes on where an earlier run stopped. A killed run loses
 * at most the batch that it was in.
 *
 * @param session - one connection
 * @throws BackfillStopped when `signal` stopped it before all was filled.
 */
export async function backfill(
  session: Kysely<NoTables>,
  settings: BackfillSettings,
): Promise<void> {
  const { name, pauseMs, signal, say } = settings;
  for (;;) {
    const { rows, finished } = await persist(name, say, () =>
      session.transaction().execute((db) => advance(db, settings)),
    );
    say(`${name}: ${rows} rows${finished ? ', done' : ''}`);
    if (finished) return;
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      throw new BackfillStopped(`${name} was stopped before its end. Run it again to go on.`);
    }
  }
}

async function advance(
  db: Kysely<NoTables>,
  { name, fill, limit }: BackfillSettings,
): Promise<Progress> {
  const before = await lockProgress(db, name);
  if (before.finished) return before;
  const batch = await fill(db, before.cursor, limit);
  const after: Progress = {
    cursor: batch.last ?? before.cursor,
    rows: before.rows + batch.rows,
    finished: batch.last === null || batch.rows < limit,
  };
  await db
    .$extendTables<BackfillTables>()
    .updateTable('backfills')
    .set({
      cursor: after.cursor,
      rows: after.rows,
      finished_at: after.finished ? sql<Date>`now()` : null,
    })
    .where('name', '=', name)
    .execute();
  return after;
}

/** The row is locked until the batch commits: a second run of one backfill waits for each batch. */
async function lockProgress(db: Kysely<NoTables>, name: string): Promise<Progress> {
  const tables = db.$extendTables<BackfillTables>();
  await tables
    .insertInto('backfills')
    .values({ name, cursor: null, rows: 0, finished_at: null })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await tables
    .selectFrom('backfills')
    .select(['cursor', sql<number>`rows::float8`.as('rows'), 'finished_at'])
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { cursor: row.cursor, rows: row.rows, finished: row.finished_at !== null };
}
