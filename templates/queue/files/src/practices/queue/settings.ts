import { Type, type Static } from 'typebox';

const milliseconds = (fallback: number, minimum: number) =>
  Type.Integer({ default: fallback, minimum });

/** The environment of the practice. */
export const queueEnv = Type.Object({
  /** Jobs of one consumer that one worker process runs at the same time. */
  QUEUE_CONCURRENCY: Type.Integer({ default: 5, minimum: 1, maximum: 100 }),
  /** How often a job is tried before it becomes a dead letter. */
  QUEUE_ATTEMPTS: Type.Integer({ default: 8, minimum: 1, maximum: 100 }),
  /** The delay before the second attempt; it doubles with each, up to five minutes. */
  QUEUE_BACKOFF_MS: milliseconds(1_000, 1),
  /** How long a consumer may take for one attempt. */
  QUEUE_JOB_TIMEOUT_MS: milliseconds(30_000, 100),
  /**
   * A job of a killed worker is taken up by another one after this to twice this. It is the lock and
   * the stalled interval in one, so that every worker of a queue has the same.
   */
  QUEUE_LOCK_MS: milliseconds(30_000, 1_000),
  /** How often the relay looks for events that nobody woke it for. */
  QUEUE_POLL_MS: milliseconds(250, 10),
  /** Events that one pass of the relay hands over. */
  QUEUE_BATCH: Type.Integer({ default: 200, minimum: 1, maximum: 5_000 }),
  /** An event that no consumer settled in this time is handed to the broker again. */
  QUEUE_REDELIVER_MS: milliseconds(60_000, 1_000),
  /** An event that waits longer than this to be handed to the broker degrades the health. */
  QUEUE_LAG_MS: milliseconds(30_000, 1_000),
  /** How long a stopping worker lets its jobs go on; what is left goes to another worker. */
  QUEUE_STOP_MS: milliseconds(8_000, 0),
  /** How long it is remembered that an event was handled. */
  QUEUE_RETENTION_DAYS: Type.Integer({ default: 30, minimum: 1 }),
});

export type QueueSettings = Static<typeof queueEnv>;
