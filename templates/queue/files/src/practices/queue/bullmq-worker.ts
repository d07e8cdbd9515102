import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError } from 'bullmq';
import type { FastifyBaseLogger } from 'fastify';
import { Later, type Running } from '../../core/contract.ts';
import type { JobHandler } from './broker.ts';
import { brokerError, reportErrors } from './error-log.ts';
import { startPolling } from './polling.ts';
import { retryDelay } from './retry-delay.ts';
import type { QueueSettings } from './settings.ts';
import { within } from './time-limit.ts';
import type { JobQueue, JobWorker, Process, Transport, WorkerBounds } from './transport.ts';

const readyMs = 5_000;
const restartMs = 1_000;
const buryEveryMs = 5_000;
const buryBatch = 100;

export interface BullmqWorkerSetup {
  readonly transport: Transport;
  readonly consumer: string;
  readonly handler: JobHandler;
  readonly settings: QueueSettings;
  readonly log: FastifyBaseLogger;
  queue(): Promise<JobQueue>;
}

/** Works on one queue until stopped. Started while the broker is down, it begins when it is up. */
export function startBullmqWorker(setup: BullmqWorkerSetup): Running {
  const stopping = new AbortController();
  let worker: JobWorker | undefined;

  const burying = startPolling(
    'burying failed jobs',
    buryEveryMs,
    () => buryFailed(setup),
    setup.log,
  );

  const begin = async () => {
    while (!stopping.signal.aborted && worker === undefined) {
      try {
        worker = await openWorker(setup, stopping.signal, burying.nudge);
      } catch (error) {
        setup.log.warn({ err: error }, 'the worker cannot start yet, trying again');
        await sleep(restartMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const begun = begin();

  return {
    async stop() {
      stopping.abort();
      await begun;
      const closed = worker?.close();
      const cutOff = setTimeout(() => {
        worker?.cancelAllJobs('the worker stops');
      }, setup.settings.QUEUE_STOP_MS);
      await closed;
      clearTimeout(cutOff);
      await burying.stop();
    },
  };
}

async function openWorker(
  { transport, consumer, handler, settings, log }: BullmqWorkerSetup,
  stopping: AbortSignal,
  failed: () => void,
): Promise<JobWorker> {
  await transport.prepare();
  const worker = transport.openWorker(consumer, processor(handler, stopping), bounds(settings));
  worker.on('error', reportErrors(log, { queue: consumer }, brokerError));
  worker.on('failed', failed);
  // Another worker has the job now: this one must not go on with it.
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id, 'the lock was lost');
  });
  try {
    await within(readyMs, worker.waitUntilReady());
    return worker;
  } catch (error) {
    void worker.close(true).catch(() => undefined);
    throw error;
  }
}

/** BullMQ passes a signal only to a function that declares three parameters. */
function processor(handler: JobHandler, stopping: AbortSignal): Process {
  return async (job, token, signal) => {
    try {
      await handler.handle(job.data, signal ?? stopping);
    } catch (error) {
      const cutOff = stopping.aborted && signal?.aborted === true;
      if (!cutOff && !(error instanceof Later)) throw error;
      // Neither an attempt that failed nor a job that is done: it comes back. Where the broker cannot
      // be told, it does so when the lock has run out, like the job of a killed worker.
      const at = Date.now() + (error instanceof Later ? error.afterMs : 0);
      await job.moveToDelayed(at, token).catch(() => undefined);
      throw new DelayedError();
    }
  };
}

function bounds(settings: QueueSettings): WorkerBounds {
  return {
    concurrency: settings.QUEUE_CONCURRENCY,
    lockDuration: settings.QUEUE_LOCK_MS,
    stalledInterval: settings.QUEUE_LOCK_MS,
    // The default of 1 fails a job for good whose worker was killed twice, whatever its attempts.
    maxStalledCount: 5,
    drainDelay: 5,
    // How soon it asks a broker again that was down. The default is 15 seconds.
    runRetryDelay: 1_000,
    settings: { backoffStrategy: (attempt) => retryDelay(attempt, settings.QUEUE_BACKOFF_MS) },
  };
}

/** Moves what BullMQ gave up on, for whatever reason, to the dead letters. */
async function buryFailed({ consumer, handler, queue }: BullmqWorkerSetup): Promise<boolean> {
  const jobs = await (await queue()).getFailed(0, buryBatch - 1);
  for (const job of jobs) {
    await handler.bury({
      consumer,
      event: job.data,
      reason: job.failedReason,
      attempts: job.attemptsMade,
    });
    await job.remove();
  }
  return jobs.length === buryBatch;
}
