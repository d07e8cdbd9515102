import type { FastifyBaseLogger } from 'fastify';

export interface SourceLog {
  failed(error: unknown): void;
  answered(): void;
}

/** Logs that stale values are served, and that they no longer are: once each, not once a read. */
export function createSourceLog(log: FastifyBaseLogger): SourceLog {
  let failing = false;
  return {
    failed(error) {
      if (!failing) log.warn({ err: error }, 'the source fails: stale values are served');
      failing = true;
    },
    answered() {
      if (failing) log.info('the source answers again');
      failing = false;
    },
  };
}
