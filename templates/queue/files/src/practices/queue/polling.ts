import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Running } from '../../core/contract.ts';

const afterErrorMs = 1_000;

export interface Polling extends Running {
  /** Does not wait for the next turn. */
  nudge(): void;
}

/**
 * Does a piece of work again and again, never twice at once.
 *
 * @param name - names the work in the log
 * @param everyMs - the pause between two turns; after an error at least a second
 * @param work - resolves with whether there is more to do right away
 */
export function startPolling(
  name: string,
  everyMs: number,
  work: () => Promise<boolean>,
  log: FastifyBaseLogger,
): Polling {
  const stopped = new AbortController();
  let wake = new AbortController();

  const pause = async (ms: number) => {
    try {
      await sleep(ms, undefined, { signal: AbortSignal.any([wake.signal, stopped.signal]) });
    } catch {
      // Nudged or stopped.
    }
  };

  const turn = async (): Promise<number> => {
    wake = new AbortController();
    try {
      return (await work()) ? 0 : everyMs;
    } catch (error) {
      log.warn({ err: error }, `${name} failed, trying again`);
      return Math.max(everyMs, afterErrorMs);
    }
  };

  const run = async () => {
    while (!stopped.signal.aborted) await pause(await turn());
  };
  const done = run();
  return {
    nudge() {
      wake.abort();
    },
    async stop() {
      stopped.abort();
      await done;
    },
  };
}
