import type { FastifyBaseLogger } from 'fastify';
import {
  Later,
  type Consumer,
  type DomainEvent,
  type Events,
  type InTx,
  type Running,
} from './contract.ts';

/** Finds events whose effects a crash may have swallowed. */
export type FindUnfinished = (
  olderThanMs: number,
  limit: number,
) => Promise<readonly DomainEvent[]>;

export interface InProcessEvents extends Events {
  /** Starts the sweep, which hands unfinished events to their consumers again. */
  startSweep(find: readonly FindUnfinished[]): Running;
  /** Waits for consumers that run, starts none that wait, and names those in the log. */
  drain(): Promise<void>;
}

export interface InProcessEventsOptions {
  readonly inTx: InTx;
  readonly consumers: () => readonly Consumer[];
  readonly log: FastifyBaseLogger;
  readonly concurrency?: number;
  readonly runTimeoutMs?: number;
  /** How often a consumer may fail on one event before that is given up. */
  readonly attempts?: number;
  /** From the first failure to the second attempt; it doubles with each. */
  readonly retryAfterMs?: number;
  readonly sweepEveryMs?: number;
  /** Younger events are left to the process that published them. */
  readonly sweepOlderThanMs?: number;
}

const maxWaiting = 1_000;
const maxDelayed = 10_000;
const sweepLimit = 100;

interface Delivery {
  readonly consumer: Consumer;
  readonly event: DomainEvent;
  readonly failures: number;
}

const keyOf = ({ consumer, event }: Delivery): string => `${consumer.name} ${event.id}`;

/**
 * Delivers events inside this process once their transaction has committed, and again to a consumer
 * that failed. Nothing is kept on disk: of what is lost with the process, the sweep finds again what
 * a module knows to be unfinished. The rest stays lost; the practice `queue` keeps it.
 */
export function createInProcessEvents({
  inTx,
  consumers,
  log,
  concurrency = 16,
  runTimeoutMs = 10_000,
  attempts = 10,
  retryAfterMs = 1_000,
  sweepEveryMs = 15_000,
  sweepOlderThanMs = 30_000,
}: InProcessEventsOptions): InProcessEvents {
  const waiting: Delivery[] = [];
  /** What waits, runs, or comes again: none of it is begun a second time. */
  const known = new Set<string>();
  const running = new Set<Promise<void>>();
  const delays = new Set<NodeJS.Timeout>();
  const stopping = new AbortController();

  const deliver = (event: DomainEvent): void => {
    for (const consumer of consumers()) {
      if (consumer.on === event.type) begin({ consumer, event, failures: 0 });
    }
  };

  const begin = (delivery: Delivery): void => {
    const key = keyOf(delivery);
    if (known.has(key)) return;
    if (waiting.length >= maxWaiting) {
      log.error(
        { delivery: key },
        'too many events wait, this one is lost unless the sweep finds it',
      );
      return;
    }
    known.add(key);
    enqueue(delivery);
  };

  const enqueue = (delivery: Delivery): void => {
    waiting.push(delivery);
    fill();
  };

  const fill = (): void => {
    while (running.size < concurrency && !stopping.signal.aborted) {
      const next = waiting.shift();
      if (next === undefined) return;
      const run = runOne(next).finally(() => {
        running.delete(run);
        fill();
      });
      running.add(run);
    }
  };

  const runOne = async (delivery: Delivery): Promise<void> => {
    const { consumer, event } = delivery;
    try {
      const commit = await consumer.run(event, AbortSignal.timeout(runTimeoutMs));
      await inTx(commit);
      known.delete(keyOf(delivery));
    } catch (error) {
      if (error instanceof Later) later(delivery, error.afterMs);
      else failed(delivery, error);
    }
  };

  const failed = (delivery: Delivery, error: unknown): void => {
    const key = keyOf(delivery);
    const failures = delivery.failures + 1;
    log.error({ err: error, delivery: key, failures }, 'consumer failed');
    if (failures < attempts) {
      later({ ...delivery, failures }, retryAfterMs * 2 ** (failures - 1));
    } else {
      known.delete(key);
      log.error({ delivery: key }, 'consumer failed too often, this event is given up');
    }
  };

  const later = (delivery: Delivery, afterMs: number): void => {
    if (stopping.signal.aborted) return;
    if (delays.size >= maxDelayed) {
      known.delete(keyOf(delivery));
      log.error({ delivery: keyOf(delivery) }, 'too many events come again, this one is given up');
      return;
    }
    const timer = setTimeout(() => {
      delays.delete(timer);
      enqueue(delivery);
    }, afterMs);
    delays.add(timer);
    timer.unref();
  };

  const sweep = async (find: readonly FindUnfinished[]): Promise<void> => {
    try {
      for (const unfinished of find) {
        for (const event of await unfinished(sweepOlderThanMs, sweepLimit)) deliver(event);
      }
    } catch (error) {
      log.error({ err: error }, 'sweep for unfinished events failed');
    }
  };

  return {
    publish: (tx, event) => {
      tx.afterCommit(() => {
        deliver(event);
        return Promise.resolve();
      });
      return Promise.resolve();
    },
    startSweep: (find) => {
      let current = sweep(find);
      const timer = setInterval(() => {
        current = current.then(() => sweep(find));
      }, sweepEveryMs);
      return {
        stop: () => {
          clearInterval(timer);
          return current;
        },
      };
    },
    drain: async () => {
      stopping.abort();
      for (const timer of delays) clearTimeout(timer);
      await Promise.all(running);
      for (const delivery of known) log.warn({ delivery }, 'not delivered: the process stops');
    },
  };
}
