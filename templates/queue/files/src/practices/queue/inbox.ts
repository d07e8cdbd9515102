import { sql } from 'kysely';
import type { QueueDb } from './tables.ts';

/**
 * Notes that a consumer handled an event. The primary key makes a second transaction wait for the
 * first and then find its row: whoever gets `false` must not apply the event again.
 *
 * @param db - the transaction of the consumer's own writes
 * @returns whether this is the first time
 */
export async function enterInbox(db: QueueDb, eventId: string, consumer: string): Promise<boolean> {
  const row = await db
    .insertInto('inbox')
    .values({ event_id: eventId, consumer })
    .onConflict((conflict) => conflict.columns(['event_id', 'consumer']).doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a consumer handled an event already. */
export async function isInInbox(db: QueueDb, eventId: string, consumer: string): Promise<boolean> {
  const row = await db
    .selectFrom('inbox')
    .select('event_id')
    .where('event_id', '=', eventId)
    .where('consumer', '=', consumer)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Forgets what was handled long ago, except where the event can still come back: it is in the outbox,
 * or one of its consumers has a dead letter that may be retried.
 *
 * @param days - how long it is remembered
 * @param limit - rows at most
 * @returns rows removed
 */
export async function purgeInbox(db: QueueDb, days: number, limit: number): Promise<number> {
  const old = db
    .selectFrom('inbox')
    .select(['event_id', 'consumer'])
    .where('handled_at', '<', sql<Date>`now() - ${days}::float8 * interval '1 day'`)
    .where('event_id', 'not in', db.selectFrom('outbox').select('event_id'))
    .where('event_id', 'not in', db.selectFrom('dead_letters').select('event_id'))
    .limit(limit);
  const { numDeletedRows } = await db
    .deleteFrom('inbox')
    .where(({ refTuple }) => sql<boolean>`${refTuple('event_id', 'consumer')} in ${old}`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
