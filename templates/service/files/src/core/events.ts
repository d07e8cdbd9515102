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
  /** Waits for consumers that run, and starts none that wait. */
  drain(): Promise<void>;
}

export interface InProcessEventsOptions {
  readonly inTx: InTx;
  readonly consumers: () => readonly Consumer[];
  readonly log: FastifyBaseLogger;
  readonly concurrency?: number;
  readonly runTimeoutMs?: number;
  readonly sweepEveryMs?: number;
  /** Younger events are left to the process that published them. */
  readonly sweepOlderThanMs?: number;
}

const maxWaiting = 1_000;
const sweepLimit = 100;

interface Delivery {
  readonly consumer: Consumer;
  readonly event: DomainEvent;
}

const keyOf = ({ consumer, event }: Delivery): string => `${consumer.name} ${event.id}`;

/**
 * Delivers events inside this process once their transaction has committed. Nothing is kept on disk:
 * what a crash or a failure loses, the sweep finds again through the modules, and delivers again.
 */
export function createInProcessEvents({
  inTx,
  consumers,
  log,
  concurrency = 16,
  runTimeoutMs = 10_000,
  sweepEveryMs = 15_000,
  sweepOlderThanMs = 30_000,
}: InProcessEventsOptions): InProcessEvents {
  const waiting: Delivery[] = [];
  const known = new Set<string>();
  const running = new Set<Promise<void>>();
  const delays = new Set<NodeJS.Timeout>();
  const stopping = new AbortController();

  const deliver = (event: DomainEvent): void => {
    for (const consumer of consumers()) {
      if (consumer.on === event.type) enqueue({ consumer, event });
    }
  };

  const enqueue = (delivery: Delivery): void => {
    const key = keyOf(delivery);
    if (known.has(key)) return;
    if (waiting.length >= maxWaiting) {
      log.warn({ delivery: key }, 'too many events wait, this one is left to the sweep');
      return;
    }
    known.add(key);
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
    } catch (error) {
      if (error instanceof Later) later(delivery, error.afterMs);
      else log.error({ err: error, delivery: keyOf(delivery) }, 'consumer failed');
    } finally {
      known.delete(keyOf(delivery));
    }
  };

  const later = (delivery: Delivery, afterMs: number): void => {
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
    },
  };
}
