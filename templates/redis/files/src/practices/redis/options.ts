import type { RedisOptions } from 'ioredis';

/** Milliseconds. */
export interface Timeouts {
  readonly connectMs: number;
  readonly commandMs: number;
}

/** Replies keep the shapes of RESP2, which BullMQ and the types of `Redis` expect. */
export type ConnectionOptions = Omit<RedisOptions, 'replyMapping'>;

/** A silent server is taken for dead after this, and the connection is made anew. */
const silenceMs = 2_000;

/**
 * Longer than any blocking command waits (BullMQ: 10 s at most), so silence for this long while a
 * command is pending is a dead socket.
 */
const blockingSilenceMs = 30_000;

const longestRetryMs = 2_000;

/**
 * How long to wait before the next connection attempt.
 *
 * @param attempt - 1 for the first.
 * @returns Milliseconds: exponential from 50, at most 2000, half of it random so that instances do not return at once.
 */
export function reconnectDelay(attempt: number): number {
  const ceiling = Math.min(longestRetryMs, 25 * 2 ** attempt);
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}

function everyConnection(timeouts: Timeouts): ConnectionOptions {
  return {
    lazyConnect: true,
    connectTimeout: timeouts.connectMs,
    disconnectTimeout: timeouts.commandMs,
    retryStrategy: reconnectDelay,
    // Two commands fewer a connection; nobody reads them.
    disableClientInfo: true,
  };
}

/** For a connection that a request waits for: a command answers or fails within `commandMs`, up or down. */
export function failFast(timeouts: Timeouts): ConnectionOptions {
  return {
    ...everyConnection(timeouts),
    commandTimeout: timeouts.commandMs,
    socketTimeout: Math.max(silenceMs, timeouts.commandMs),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    // A command that timed out must not run later, when nobody waits for it.
    autoResendUnfulfilledCommands: false,
  };
}

/** For a connection that waits for work: its commands wait for a lost server instead of failing. */
export function patient(timeouts: Timeouts): ConnectionOptions {
  return {
    ...everyConnection(timeouts),
    socketTimeout: blockingSilenceMs,
    maxRetriesPerRequest: null,
  };
}
