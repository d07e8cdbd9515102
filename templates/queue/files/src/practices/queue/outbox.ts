import { sql } from 'kysely';
import type { DomainEvent } from '../../core/contract.ts';
import type { QueueDb } from './tables.ts';

const longestRedeliverMs = 3_600_000;
const afterFailureMs = 1_000;

/**
 * Writes an event beside what it tells of. Writing one id twice keeps the first.
 *
 * @param db - the transaction of the change: when it rolls back, the event never happened
 */
export async function writeEvent(db: QueueDb, event: DomainEvent): Promise<void> {
  await db
    .insertInto('outbox')
    .values({ event_id: event.id, type: event.type, data: JSON.stringify(event.data) })
    .onConflict((conflict) => conflict.column('event_id').doNothing())
    .execute();
}

/**
 * Takes the events that are due, so that no other relay does. They come due again on their own, each
 * time later: what a relay that died took, and what a broker lost, is handed over once more.
 *
 * @param limit - events at most
 * @param redeliverMs - milliseconds until they are due again the first time; doubles up to an hour
 */
export async function claimEvents(
  db: QueueDb,
  limit: number,
  redeliverMs: number,
): Promise<readonly DomainEvent[]> {
  const rows = await db
    .updateTable('outbox')
    .set({
      relay_at: sql<Date>`now() + least(${longestRedeliverMs}::float8, ${redeliverMs}::float8 * 2 ^ least(relays, 20)) * interval '1 millisecond'`,
      relays: sql<number>`relays + 1`,
    })
    .where('event_id', 'in', (query) =>
      query
        .selectFrom('outbox')
        .select('event_id')
        .where('relay_at', '<=', sql<Date>`now()`)
        .orderBy('relay_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['event_id', 'type', 'data'])
    .execute();
  return rows.map((row) => ({ id: row.event_id, type: row.type, data: row.data }));
}

/** Makes claimed events due again in a second, and takes the claim back: handing them over failed. */
export async function postponeEvents(db: QueueDb, ids: readonly string[]): Promise<void> {
  await db
    .updateTable('outbox')
    .set({
      relay_at: sql<Date>`now() + ${afterFailureMs}::float8 * interval '1 millisecond'`,
      relays: sql<number>`greatest(relays - 1, 0)`,
    })
    .where('event_id', 'in', ids)
    .execute();
}

/** Makes every event due now: for a broker that forgot all of them when its process ended. */
export async function rewindEvents(db: QueueDb): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ relay_at: sql<Date>`now()` })
    .execute();
}

/** Removes events that every consumer has settled. */
export async function removeEvents(db: QueueDb, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('outbox').where('event_id', 'in', ids).execute();
}

/**
 * How long an event has been waiting to be handed over, the longest of all. One that no broker ever
 * took waits since it was published, however often a relay has tried; any other since it was due.
 *
 * @returns milliseconds, 0 when none waits
 */
export async function relayLag(db: QueueDb): Promise<number> {
  const since = sql<Date>`min(case when relays = 0 then created_at else relay_at end)`;
  const { lag } = await db
    .selectFrom('outbox')
    .select(sql<number>`coalesce(extract(epoch from now() - ${since}) * 1000, 0)::float8`.as('lag'))
    // What is due, or was a moment ago and failed: a few rows of the index while all is well.
    .where(
      'relay_at',
      '<=',
      sql<Date>`now() + ${afterFailureMs}::float8 * interval '1 millisecond'`,
    )
    .executeTakeFirstOrThrow();
  return Math.max(0, lag);
}
