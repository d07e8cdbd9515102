import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for `work`, but not for ever.
 *
 * @param ms - milliseconds
 * @throws Error when the time is up; `work` goes on, and its outcome is ignored
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const timeUp = async (): Promise<never> => {
    await sleep(ms, undefined, { signal: done.signal });
    throw new Error(`expected an answer of the broker within ${String(ms)} ms, found none`);
  };
  const limit = timeUp();
  limit.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    done.abort();
  }
}
