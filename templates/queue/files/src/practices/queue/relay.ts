import type { FastifyBaseLogger } from 'fastify';
import type { Consumer, Ports } from '../../core/contract.ts';
import type { Broker } from './broker.ts';
import { claimEvents, postponeEvents, removeEvents } from './outbox.ts';
import { startPolling } from './polling.ts';
import type { Polling } from './polling.ts';
import { openDeliveries } from './settled.ts';
import type { QueueSettings } from './settings.ts';
import { type QueueDb, queueDb } from './tables.ts';

export interface RelaySetup {
  readonly ports: Ports;
  readonly broker: Broker;
  readonly consumers: readonly Consumer[];
  readonly settings: QueueSettings;
  readonly log: FastifyBaseLogger;
}

/**
 * Moves events from the outbox to the broker. Any number of relays may run: each claims its own
 * events, and a job that is there already is not added again.
 */
export function startRelay({ ports, broker, consumers, settings, log }: RelaySetup): Polling {
  const pass = () => relayBatch(queueDb(ports.db), broker, consumers, settings);
  return startPolling('relaying the outbox', settings.QUEUE_POLL_MS, pass, log);
}

/**
 * One pass: claims a batch, hands every event to the consumers that have not settled it, and removes
 * the events that all have.
 *
 * @returns whether there may be more
 * @throws what the broker throws; the events are due again a second later
 */
export async function relayBatch(
  db: QueueDb,
  broker: Pick<Broker, 'add'>,
  consumers: readonly Consumer[],
  { QUEUE_BATCH: limit, QUEUE_REDELIVER_MS: redeliverMs }: QueueSettings,
): Promise<boolean> {
  const events = await claimEvents(db, limit, redeliverMs);
  if (events.length === 0) return false;
  const deliveries = await openDeliveries(db, events, consumers);
  const open = new Set([...deliveries.values()].flat());
  try {
    await Promise.all([...deliveries].map(([consumer, due]) => broker.add(consumer, due)));
  } catch (error) {
    await postponeEvents(
      db,
      events.map((event) => event.id),
    );
    throw error;
  }
  await removeEvents(
    db,
    events.filter((event) => !open.has(event)).map((event) => event.id),
  );
  return events.length === limit;
}
