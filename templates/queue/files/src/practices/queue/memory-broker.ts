import { setTimeout as sleep } from 'node:timers/promises';
import { type DomainEvent, Later, type Running } from '../../core/contract.ts';
import type { Broker, JobHandler } from './broker.ts';
import { retryDelay } from './retry-delay.ts';
import type { QueueSettings } from './settings.ts';

type Limits = Pick<
  QueueSettings,
  'QUEUE_CONCURRENCY' | 'QUEUE_ATTEMPTS' | 'QUEUE_BACKOFF_MS' | 'QUEUE_STOP_MS'
>;

const afterFailedBurialMs = 1_000;

interface Job {
  readonly event: DomainEvent;
  /** Attempts that failed. */
  attempts: number;
}

/**
 * The broker of a process that has no other: development and tests. It keeps its jobs in memory, and
 * the outbox brings them back after a restart. Retries, delays and dead letters are those of BullMQ.
 */
export function createMemoryBroker(limits: Limits): Broker {
  const lanes = new Map<string, Lane>();
  const laneOf = (consumer: string): Lane => {
    const lane = lanes.get(consumer) ?? createLane(consumer, limits);
    lanes.set(consumer, lane);
    return lane;
  };
  return {
    kind: 'embedded',
    prepare: () => Promise.resolve(),
    add(consumer, events) {
      laneOf(consumer).add(events);
      return Promise.resolve();
    },
    work: (consumer, handler) => laneOf(consumer).work(handler),
    count: (consumer) => Promise.resolve(laneOf(consumer).count()),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

type Lane = ReturnType<typeof createLane>;

function createLane(consumer: string, limits: Limits) {
  const jobs = new Map<string, Job>();
  const waiting: Job[] = [];
  const running = new Set<Promise<void>>();
  const delayed = new Set<NodeJS.Timeout>();
  const stopping = new AbortController();
  let handler: JobHandler | undefined;

  const enqueue = (job: Job) => {
    waiting.push(job);
    pump();
  };

  const delay = (job: Job, ms: number) => {
    const timer = setTimeout(() => {
      delayed.delete(timer);
      enqueue(job);
    }, ms);
    timer.unref();
    delayed.add(timer);
  };

  const bury = async (by: JobHandler, job: Job, error: unknown) => {
    const { event, attempts } = job;
    try {
      await by.bury({
        consumer,
        event,
        reason: error instanceof Error ? error.message : String(error),
        attempts,
      });
      jobs.delete(event.id);
    } catch {
      delay(job, afterFailedBurialMs);
    }
  };

  const attempt = async (by: JobHandler, job: Job) => {
    try {
      await by.handle(job.event, stopping.signal);
      jobs.delete(job.event.id);
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (error instanceof Later) {
        delay(job, error.afterMs);
        return;
      }
      job.attempts += 1;
      if (job.attempts >= limits.QUEUE_ATTEMPTS) await bury(by, job, error);
      else delay(job, retryDelay(job.attempts, limits.QUEUE_BACKOFF_MS));
    }
  };

  const pump = () => {
    while (handler !== undefined && running.size < limits.QUEUE_CONCURRENCY) {
      const job = waiting.shift();
      if (job === undefined) return;
      const run = attempt(handler, job).finally(() => {
        running.delete(run);
        pump();
      });
      running.add(run);
    }
  };

  return {
    add(events: readonly DomainEvent[]) {
      for (const event of events) {
        if (jobs.has(event.id)) continue;
        const job = { event, attempts: 0 };
        jobs.set(event.id, job);
        enqueue(job);
      }
    },
    count: () => ({ waiting: waiting.length, active: running.size, delayed: delayed.size }),
    work(by: JobHandler): Running {
      handler = by;
      pump();
      return {
        async stop() {
          handler = undefined;
          for (const timer of delayed) clearTimeout(timer);
          const over = new AbortController();
          const grace = sleep(limits.QUEUE_STOP_MS, undefined, { signal: over.signal }).then(
            () => {
              stopping.abort(new Error('the worker stops'));
            },
            () => undefined,
          );
          await Promise.all(running);
          over.abort();
          await grace;
        },
      };
    },
  };
}
