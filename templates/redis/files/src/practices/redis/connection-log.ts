import type { FastifyBaseLogger } from 'fastify';
import type { Redis } from 'ioredis';

/**
 * Logs when a connection is lost and when it is back, once each: ioredis emits an error per retry,
 * and one without a listener ends the process.
 *
 * @returns Reads the last error since the connection was ready; `undefined` while it is.
 */
export function watchConnection(client: Redis, log: FastifyBaseLogger): () => Error | undefined {
  let lost: Error | undefined;
  client.on('error', (error: Error) => {
    if (lost === undefined) log.warn({ err: error }, 'Redis is unreachable; reconnecting');
    lost = error;
  });
  client.on('ready', () => {
    if (lost !== undefined) log.info('Redis is reachable again');
    lost = undefined;
  });
  return () => lost;
}
