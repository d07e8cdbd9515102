import { UpstreamError } from '../../core/http.ts';

/** Milliseconds. */
export interface DelayBounds {
  readonly baseMs: number;
  readonly maxMs: number;
}

/**
 * Decorrelated jitter: each delay is drawn between the base and three times the last one, so that
 * callers who failed together do not return together.
 *
 * @param last - The delay before, `undefined` for the first.
 * @returns Milliseconds, from `baseMs` to `maxMs`.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function nextDelay(last: number | undefined, { baseMs, maxMs }: DelayBounds): number {
  const floor = Math.min(baseMs, maxMs);
  const ceiling = Math.min(maxMs, (last ?? baseMs) * 3);
  return floor + Math.random() * (ceiling - floor);
}

/**
 * What the other system asked for, if it did.
 *
 * @returns Milliseconds; 0 when it asked for nothing.
 */
export function askedDelay(error: unknown): number {
  return error instanceof UpstreamError ? (error.retryAfterMs ?? 0) : 0;
}
