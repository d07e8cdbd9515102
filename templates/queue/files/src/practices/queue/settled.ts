import type { Consumer, DomainEvent } from '../../core/contract.ts';
import type { QueueDb } from './tables.ts';

/** Events by the name of the consumer that they are for. */
export type Deliveries = ReadonlyMap<string, readonly DomainEvent[]>;

const pairKey = (eventId: string, consumer: string): string => JSON.stringify([eventId, consumer]);

/**
 * Finds out who still has to see which event: everyone that listens to its type and neither handled
 * it nor gave up on it.
 *
 * @returns consumers without an event left out
 */
export async function openDeliveries(
  db: QueueDb,
  events: readonly DomainEvent[],
  consumers: readonly Consumer[],
): Promise<Deliveries> {
  const settled = await settledPairs(
    db,
    events.map((event) => event.id),
  );
  const deliveries = new Map<string, readonly DomainEvent[]>();
  for (const { name, on } of consumers) {
    const open = events.filter(
      (event) => event.type === on && !settled.has(pairKey(event.id, name)),
    );
    if (open.length > 0) deliveries.set(name, open);
  }
  return deliveries;
}

async function settledPairs(db: QueueDb, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('inbox')
    .select(['event_id', 'consumer'])
    .where('event_id', 'in', ids)
    .unionAll(
      db.selectFrom('dead_letters').select(['event_id', 'consumer']).where('event_id', 'in', ids),
    )
    .execute();
  return new Set(rows.map((row) => pairKey(row.event_id, row.consumer)));
}
