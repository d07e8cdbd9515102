import type { FastifyBaseLogger } from 'fastify';

const quietMs = 10_000;

/**
 * A listener for the errors of a connection. BullMQ emits one for every command that fails, so a
 * broker that is down for an hour would fill the log; an `error` event without a listener would end
 * the process.
 *
 * @returns logs at most one error in ten seconds
 */
export function reportErrors(
  log: FastifyBaseLogger,
  context: Readonly<Record<string, string>>,
): (error: Error) => void {
  let quietUntil = 0;
  return (error) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + quietMs;
    log.warn({ err: error, ...context }, 'the broker answered with an error');
  };
}
