const longestMs = 300_000;

/**
 * How long to wait before the next attempt.
 *
 * @param attempt - the attempt that failed, from 1
 * @param baseMs - the delay after the first
 * @returns milliseconds: exponential up to five minutes, half of it random, so that jobs which failed
 * together do not come back together
 */
export function retryDelay(attempt: number, baseMs: number): number {
  const ceiling = Math.min(longestMs, baseMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}
