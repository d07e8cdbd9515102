import type { FastifyBaseLogger } from 'fastify';
import { type Consumer, Later, type Ports, type Running } from '../../core/contract.ts';
import { isDatabaseAway } from '../../core/database-errors.ts';
import type { Broker, JobHandler } from './broker.ts';
import { bury } from './dead-letters.ts';
import { deliver } from './delivery.ts';
import { reportErrors } from './error-log.ts';
import { purgeInbox } from './inbox.ts';
import { startPolling } from './polling.ts';
import type { Polling } from './polling.ts';
import type { QueueSettings } from './settings.ts';
import { queueDb } from './tables.ts';

const databaseAwayMs = 5_000;
const purgeEveryMs = 600_000;
const purgeBatch = 1_000;

/**
 * Handles the jobs of a consumer; what was given up on goes to the dead letters. A database that is
 * away is no fault of an event, so it uses up none of its attempts.
 */
export function jobHandler(
  ports: Ports,
  consumer: Consumer,
  settings: QueueSettings,
  log: FastifyBaseLogger,
): JobHandler {
  const context = { consumer: consumer.name };
  const reportAway = reportErrors(log, context, 'the database is away, events come back later');
  return {
    async handle(event, signal) {
      try {
        await deliver(ports, consumer, event, signal, settings.QUEUE_JOB_TIMEOUT_MS);
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        reportAway(error);
        throw new Later('the database is away', databaseAwayMs, { cause: error });
      }
    },
    async bury(burial) {
      await bury(queueDb(ports.db), burial);
      const { event, reason, attempts } = burial;
      log.error(
        { ...context, eventId: event.id, reason, attempts },
        'gave up on an event; it is in the dead letters',
      );
    },
  };
}

/** Works on the queues of all consumers, each on its own: one that fails holds up no other. */
export function startConsumers(
  ports: Ports,
  broker: Broker,
  consumers: readonly Consumer[],
  settings: QueueSettings,
  log: FastifyBaseLogger,
): Running {
  const workers = consumers.map((consumer) =>
    broker.work(consumer.name, jobHandler(ports, consumer, settings, log)),
  );
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

/** Keeps the inbox from growing for ever. */
export function startPurging(
  ports: Ports,
  { QUEUE_RETENTION_DAYS: days }: QueueSettings,
  log: FastifyBaseLogger,
): Polling {
  const purge = async () => (await purgeInbox(queueDb(ports.db), days, purgeBatch)) === purgeBatch;
  return startPolling('purging the inbox', purgeEveryMs, purge, log);
}
