import { unavailable } from '../../core/errors.ts';

/** Runs at most so many works at a time, and lets at most so many wait for their turn. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Bounds costly work, so that a flood of it leaves threads and memory for everything else.
 * @param concurrency - how many run at a time
 * @param queue - how many may wait; one more is answered 503 at once
 */
export function createGate(concurrency: number, queue: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= queue) {
      throw unavailable('Too many sign-ins at the moment', 'busy', { retryAfterSeconds: 2 });
    }
    // The one that leaves hands its place over, so that `running` never exceeds the bound.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
