import { sql } from 'kysely';
import type { DomainEvent } from '../../core/contract.ts';
import { enterInbox } from './inbox.ts';
import type { QueueDb } from './tables.ts';

/** An event that one consumer gave up on. */
export interface DeadLetter {
  readonly event: DomainEvent;
  readonly consumer: string;
  /** The last error, as text. */
  readonly reason: string;
  readonly attempts: number;
  readonly diedAt: Date;
}

export type Burial = Omit<DeadLetter, 'diedAt'>;

/** Keeps a dead letter. Burying one twice keeps the later reason. */
export async function bury(
  db: QueueDb,
  { event, consumer, reason, attempts }: Burial,
): Promise<void> {
  await db
    .insertInto('dead_letters')
    .values({
      event_id: event.id,
      consumer,
      type: event.type,
      data: JSON.stringify(event.data),
      reason,
      attempts,
    })
    .onConflict((conflict) =>
      conflict.columns(['event_id', 'consumer']).doUpdateSet({ reason, attempts }),
    )
    .execute();
}

/** What narrows a set of dead letters; without any it is all of them. */
export interface DeadLetterFilter {
  readonly eventId?: string | undefined;
  readonly consumer?: string | undefined;
  /** Leaves out those that died after it. */
  readonly until?: Date | undefined;
}

/**
 * The dead letters, the latest first.
 *
 * @param limit - at most
 */
export async function listDeadLetters(
  db: QueueDb,
  filter: DeadLetterFilter,
  limit: number,
): Promise<readonly DeadLetter[]> {
  let query = db.selectFrom('dead_letters').selectAll().orderBy('died_at', 'desc').limit(limit);
  if (filter.eventId !== undefined) query = query.where('event_id', '=', filter.eventId);
  if (filter.consumer !== undefined) query = query.where('consumer', '=', filter.consumer);
  if (filter.until !== undefined) query = query.where('died_at', '<=', filter.until);
  const rows = await query.execute();
  return rows.map((row) => ({
    event: { id: row.event_id, type: row.type, data: row.data },
    consumer: row.consumer,
    reason: row.reason,
    attempts: row.attempts,
    diedAt: row.died_at,
  }));
}

/**
 * Gives dead letters another full round of attempts: their events go back to the outbox, where the
 * relay finds them due. Consumers that have handled the event do not see it again.
 *
 * @param db - a transaction
 */
export async function reviveDeadLetters(
  db: QueueDb,
  letters: readonly DeadLetter[],
): Promise<void> {
  const dueAgain = { created_at: sql<Date>`now()`, relay_at: sql<Date>`now()`, relays: 0 };
  for (const { event, consumer } of letters) {
    await db
      .insertInto('outbox')
      .values({ event_id: event.id, type: event.type, data: JSON.stringify(event.data) })
      .onConflict((conflict) => conflict.column('event_id').doUpdateSet(dueAgain))
      .execute();
    await removeDeadLetter(db, event.id, consumer);
  }
}

/**
 * Gives up on dead letters for good: they count as handled.
 *
 * @param db - a transaction
 */
export async function discardDeadLetters(
  db: QueueDb,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (const { event, consumer } of letters) {
    await enterInbox(db, event.id, consumer);
    await removeDeadLetter(db, event.id, consumer);
  }
}

async function removeDeadLetter(db: QueueDb, eventId: string, consumer: string): Promise<void> {
  await db
    .deleteFrom('dead_letters')
    .where('event_id', '=', eventId)
    .where('consumer', '=', consumer)
    .execute();
}
