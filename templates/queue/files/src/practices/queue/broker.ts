import type { DomainEvent, Running } from '../../core/contract.ts';
import type { Burial } from './dead-letters.ts';

/** What a worker does with the jobs of one consumer. */
export interface JobHandler {
  /**
   * Handles one event. `Later` delays the job without counting an attempt; any other error is an
   * attempt that failed.
   */
  handle(event: DomainEvent, signal: AbortSignal): Promise<void>;
  /** Keeps a job that will not be tried again. The broker forgets it only after this resolved. */
  bury(burial: Burial): Promise<void>;
}

/** How many jobs of a consumer the broker holds, by state. */
export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
}

/** Carries events to consumers, one queue a consumer. It may lose all it has: the outbox does not. */
export interface Broker {
  readonly kind: 'redis' | 'postgres' | 'embedded';
  /**
   * Makes the broker ready for jobs. It does so by itself when a worker starts.
   *
   * @throws when it cannot be reached, or its schema is missing and may not be created
   */
  prepare(): Promise<void>;
  /**
   * Adds one job an event; a job that is there already is not added again.
   *
   * @throws within a few seconds when the broker cannot take them
   */
  add(consumer: string, events: readonly DomainEvent[]): Promise<void>;
  /** Works on a consumer's queue until stopped, through any outage of the broker. */
  work(consumer: string, handler: JobHandler): Running;
  /** @throws when the broker does not answer in time */
  count(consumer: string): Promise<JobCounts>;
  /** @throws when the broker does not answer in time */
  ping(): Promise<void>;
  close(): Promise<void>;
}
