import type { FastifyBaseLogger } from 'fastify';

const quietMs = 10_000;

/** What a connection to the broker reports. */
export const brokerError = 'the broker answered with an error';

/**
 * Reports the errors of a server that is down: they come with every command to the broker and with
 * every job, and in an hour would fill the log. A connection needs it besides, because an `error`
 * event without a listener would end the process.
 *
 * @returns logs at most one error in ten seconds
 */
export function reportErrors(
  log: FastifyBaseLogger,
  context: Readonly<Record<string, string>>,
  message: string,
): (error: Error) => void {
  let quietUntil = 0;
  return (error) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + quietMs;
    log.warn({ err: error, ...context }, message);
  };
}
