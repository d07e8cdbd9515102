import type { Job, JobsOptions } from 'bullmq';
import type { DomainEvent } from '../../core/contract.ts';

/** A producer's end of a BullMQ queue: the part that both backends have and the practice uses. */
export interface JobQueue {
  waitUntilReady(): Promise<void>;
  addBulk(
    jobs: { readonly name: string; readonly data: DomainEvent; readonly opts: JobsOptions }[],
  ): Promise<unknown>;
  getFailed(start: number, end: number): Promise<readonly FailedJob[]>;
  getJobCounts(...states: ('waiting' | 'active' | 'delayed')[]): Promise<Record<string, number>>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export type FailedJob = Pick<Job<DomainEvent>, 'data' | 'failedReason' | 'attemptsMade' | 'remove'>;

/** What BullMQ hands to a processor. */
export type ActiveJob = Pick<Job<DomainEvent>, 'id' | 'data' | 'attemptsMade' | 'moveToDelayed'>;
export type Process = (
  job: ActiveJob,
  token: string | undefined,
  signal: AbortSignal | undefined,
) => Promise<void>;

export interface WorkerBounds {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly drainDelay: number;
  readonly runRetryDelay: number;
  readonly settings: { readonly backoffStrategy: (attemptsMade: number) => number };
}

/** The working end of a BullMQ queue. */
export interface JobWorker {
  waitUntilReady(): Promise<void>;
  cancelJob(id: string, reason: string): boolean;
  cancelAllJobs(reason: string): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: () => void): unknown;
  on(event: 'lockRenewalFailed', listener: (ids: string[]) => void): unknown;
  close(force?: boolean): Promise<void>;
}

/** Where BullMQ keeps its jobs. One file a backend implements it. */
export interface Transport {
  readonly kind: 'redis' | 'postgres';
  /**
   * Makes the backend ready for queues and workers; nothing to do the second time.
   *
   * @throws when it cannot be reached now
   */
  prepare(): Promise<void>;
  /** @throws when jobs could not be added now, as far as it can be told without adding one */
  ping(): Promise<void>;
  openQueue(name: string): JobQueue;
  openWorker(name: string, process: Process, bounds: WorkerBounds): JobWorker;
  close(): Promise<void>;
}
