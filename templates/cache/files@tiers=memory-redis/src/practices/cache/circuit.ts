import type { FastifyBaseLogger } from 'fastify';

/** Runs tasks against a server that may be gone. */
export interface Circuit {
  /** @returns What the task brought; `undefined` when it failed, or was not tried. */
  run<T>(task: () => Promise<T>): Promise<{ readonly value: T } | undefined>;
}

const failuresToPause = 3;

/**
 * After three failures in a row nothing is tried for `pauseMs`, so that a server that answers nobody
 * costs a timeout now and then instead of one a request. Then one task at a time probes it. A server
 * that refuses a task has answered, and is no such server.
 */
export function createCircuit(pauseMs: number, log: FastifyBaseLogger): Circuit {
  let failures = 0;
  let pausedUntil = 0;
  const answered = (): undefined => {
    if (failures >= failuresToPause) log.info('the shared cache is used again');
    failures = 0;
  };
  return {
    async run(task) {
      if (failures >= failuresToPause) {
        if (Date.now() < pausedUntil) return undefined;
        // Whoever comes while this one probes keeps waiting.
        pausedUntil = Date.now() + pauseMs;
      }
      try {
        const value = await task();
        answered();
        return { value };
      } catch (error) {
        if (isRefusal(error)) return answered();
        failures += 1;
        if (failures >= failuresToPause) pausedUntil = Date.now() + pauseMs;
        if (failures === failuresToPause) log.warn({ err: error }, 'the shared cache is paused');
        return undefined;
      }
    },
  };
}

/** Whether the server itself has answered with this error. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ReplyError';
