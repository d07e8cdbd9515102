import type { FastifyBaseLogger } from 'fastify';
import type { DomainEvent } from '../../core/contract.ts';
import { startBullmqWorker } from './bullmq-worker.ts';
import type { Broker } from './broker.ts';
import { brokerError, reportErrors } from './error-log.ts';
import type { QueueSettings } from './settings.ts';
import { within } from './time-limit.ts';
import type { JobQueue, Transport } from './transport.ts';

const readyMs = 5_000;
const addMs = 10_000;
const countMs = 5_000;
const pingMs = 1_000;
/** Failed jobs wait only until they are buried. A broker that evicted one would get it again. */
const keptFailures = 10_000;

/** The broker of a service that has a server for it: BullMQ, over Redis or PostgreSQL. */
export function createBullmqBroker(
  transport: Transport,
  settings: QueueSettings,
  log: FastifyBaseLogger,
): Broker {
  const queues = new Map<string, Promise<JobQueue>>();

  const open = async (name: string): Promise<JobQueue> => {
    await transport.prepare();
    const queue = transport.openQueue(name);
    queue.on('error', reportErrors(log, { queue: name }, brokerError));
    try {
      await within(readyMs, queue.waitUntilReady());
      return queue;
    } catch (error) {
      void queue.close().catch(() => undefined);
      throw error;
    }
  };

  // BullMQ never gets over a first connection that failed, so such a queue is not kept.
  const queueOf = (name: string): Promise<JobQueue> => {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const opening = open(name);
    queues.set(name, opening);
    opening.catch(() => queues.delete(name));
    return opening;
  };

  return {
    kind: transport.kind,
    prepare: () => transport.prepare(),
    async add(consumer, events) {
      const queue = await queueOf(consumer);
      await within(addMs, queue.addBulk(events.map((event) => jobOf(event, settings))));
    },
    work: (consumer, handler) =>
      startBullmqWorker({
        transport,
        consumer,
        handler,
        settings,
        log: log.child({ consumer }),
        queue: () => queueOf(consumer),
      }),
    async count(consumer) {
      const queue = await queueOf(consumer);
      const counts = await within(countMs, queue.getJobCounts('waiting', 'active', 'delayed'));
      return {
        waiting: counts['waiting'] ?? 0,
        active: counts['active'] ?? 0,
        delayed: counts['delayed'] ?? 0,
      };
    },
    ping: () => within(pingMs, transport.ping()),
    async close() {
      await Promise.allSettled(
        [...queues.values()].map(async (opening) => (await opening).close()),
      );
      await transport.close();
    },
  };
}

function jobOf(event: DomainEvent, { QUEUE_ATTEMPTS: attempts }: QueueSettings) {
  return {
    name: event.type,
    data: event,
    opts: {
      jobId: jobId(event.id),
      attempts,
      backoff: { type: 'jittered' },
      removeOnComplete: true,
      removeOnFail: { count: keptFailures },
    },
  };
}

/** BullMQ takes neither a colon nor a plain integer for an id. */
function jobId(eventId: string): string {
  return `event.${encodeURIComponent(eventId)}`;
}
