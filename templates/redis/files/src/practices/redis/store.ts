import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';
import type { Check } from '../../core/contract.ts';
import { watchConnection } from './connection-log.ts';
import { failFast, patient, type Timeouts } from './options.ts';

/** One Redis server, seen from this process. */
export interface RedisStore {
  /** Shared by all; every command answers or fails within the command timeout. */
  readonly client: Redis;
  /**
   * A connection of one's own, closed with the store.
   *
   * @param kind - `fail-fast` like `client`, for a subscriber or a producer; `patient` for a worker,
   * whose blocking commands wait for a lost server (`maxRetriesPerRequest: null`).
   */
  connect(kind: 'fail-fast' | 'patient'): Redis;
  readonly check: Check;
  /** Resolves within about half a second, whatever the server does. */
  close(): Promise<void>;
}

const closeMs = 500;

/**
 * Opens a store. It does not wait for the server: a connection that fails is tried again for ever.
 *
 * @param name - In logs and health: `redis-cache`, `redis-state`.
 * @param probe - What tells a healthy server; it rejects otherwise.
 */
export function openStore(
  name: string,
  url: string,
  timeouts: Timeouts,
  log: FastifyBaseLogger,
  probe: (client: Redis) => Promise<void>,
): RedisStore {
  const connections: Redis[] = [];
  const open = (kind: 'fail-fast' | 'patient') => {
    const options = kind === 'patient' ? patient(timeouts) : failFast(timeouts);
    const connection = new Redis(url, { ...options, connectionName: name });
    connections.push(connection);
    const lastError = watchConnection(connection, log.child({ store: name, connection: kind }));
    // The watch has logged it, and the client goes on trying.
    connection.connect().catch(() => undefined);
    return { connection, lastError };
  };
  const { connection: client, lastError } = open('fail-fast');
  return {
    client,
    connect: (kind) => open(kind).connection,
    check: {
      name,
      critical: false,
      async run() {
        // Its own words ("ECONNREFUSED …") say more than "stream isn't writeable".
        if (client.status !== 'ready') throw lastError() ?? new Error(`${name}: ${client.status}`);
        await probe(client);
      },
    },
    close: async () => {
      await Promise.all(connections.map(closeConnection));
    },
  };
}

async function closeConnection(connection: Redis): Promise<void> {
  if (connection.status === 'ready') {
    const quit = connection.quit().catch(() => undefined);
    await Promise.race([quit, delay(closeMs, undefined, { ref: false })]);
  }
  // One that is still connecting calls its end an error: nothing is lost that was not yet there.
  connection.removeAllListeners('error').on('error', () => undefined);
  connection.disconnect();
}
