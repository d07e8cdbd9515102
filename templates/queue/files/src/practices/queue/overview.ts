import { sql } from 'kysely';
import type { Consumer, DomainEvent } from '../../core/contract.ts';
import { type DeadLetter, listDeadLetters } from './dead-letters.ts';
import type { QueueDb } from './tables.ts';

/** Where one consumer stands with one event. */
export type Standing =
  | { readonly consumer: string; readonly state: 'handled'; readonly at: Date }
  | { readonly consumer: string; readonly state: 'dead'; readonly letter: DeadLetter }
  | { readonly consumer: string; readonly state: 'open' };

export interface EventReport {
  readonly event: DomainEvent;
  readonly standings: readonly Standing[];
}

/** What waits for one consumer, by the tables: whatever the broker may know or have lost. */
export interface Backlog {
  readonly consumer: string;
  /** Events published and neither handled nor given up on. */
  readonly open: number;
  readonly dead: number;
}

/** @returns one entry a consumer, in their order */
export async function backlogs(
  db: QueueDb,
  consumers: readonly Consumer[],
): Promise<readonly Backlog[]> {
  return Promise.all(
    consumers.map(async ({ name, on }) => {
      const [open, dead] = await Promise.all([countOpen(db, name, on), countDead(db, name)]);
      return { consumer: name, open, dead };
    }),
  );
}

async function countOpen(db: QueueDb, consumer: string, type: string): Promise<number> {
  const settled = db
    .selectFrom('inbox')
    .select('event_id')
    .where('consumer', '=', consumer)
    .unionAll(db.selectFrom('dead_letters').select('event_id').where('consumer', '=', consumer));
  const { count } = await db
    .selectFrom('outbox')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('type', '=', type)
    .where('event_id', 'not in', settled)
    .executeTakeFirstOrThrow();
  return count;
}

async function countDead(db: QueueDb, consumer: string): Promise<number> {
  const { count } = await db
    .selectFrom('dead_letters')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('consumer', '=', consumer)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Tells how far an event got with each consumer.
 *
 * @returns `undefined` when the event is neither in the outbox nor among the dead letters: it was
 * never published, or every consumer handled it
 */
export async function reportEvent(
  db: QueueDb,
  eventId: string,
  consumers: readonly Consumer[],
): Promise<EventReport | undefined> {
  const letters = await listDeadLetters(db, { eventId }, consumers.length + 100);
  const event = (await findEvent(db, eventId)) ?? letters[0]?.event;
  if (event === undefined) return undefined;
  const handled = await db
    .selectFrom('inbox')
    .select(['consumer', 'handled_at'])
    .where('event_id', '=', eventId)
    .execute();
  const listening = consumers.filter(({ on }) => on === event.type).map(({ name }) => name);
  const names = new Set([
    ...listening,
    ...handled.map((row) => row.consumer),
    ...letters.map((letter) => letter.consumer),
  ]);
  return {
    event,
    standings: [...names].map((consumer) => {
      const row = handled.find((one) => one.consumer === consumer);
      const letter = letters.find((one) => one.consumer === consumer);
      if (row !== undefined) return { consumer, state: 'handled', at: row.handled_at };
      if (letter !== undefined) return { consumer, state: 'dead', letter };
      return { consumer, state: 'open' };
    }),
  };
}

async function findEvent(db: QueueDb, eventId: string): Promise<DomainEvent | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select(['event_id', 'type', 'data'])
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row && { id: row.event_id, type: row.type, data: row.data };
}
