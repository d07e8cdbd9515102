import {
  assertSchemaCompatibility,
  createPostgresBackend,
  runMigrations,
  withBackend,
} from 'bullmq';
import type { PgPool } from 'bullmq';
import { Pool } from 'pg';
import { readEnv } from '../../core/config.ts';
import type { DomainEvent, Practice, Setup } from '../../core/contract.ts';
import { backendEnv } from './backend-settings.ts';
import type { Transport } from './transport.ts';

const { Queue, Worker } = withBackend(createPostgresBackend);

export const transportNeeds: readonly Practice[] = [];

/** Connections for queries. Every worker holds one more, on which it listens for new jobs. */
const queryConnections = 4;
const connectMs = 2_000;
const queryMs = 5_000;

/**
 * BullMQ over the service's own PostgreSQL, in a schema of its own (`bullmq`), on connections of its
 * own: a burst of jobs never takes those that requests wait for.
 *
 * @returns `undefined` without `DATABASE_URL` outside production, where the database is embedded
 */
export function openTransport(setup: Setup): Promise<Transport | undefined> {
  const settings = readEnv(backendEnv, setup.env);
  const url = settings.DATABASE_URL;
  return Promise.resolve(
    url === undefined ? undefined : createTransport(setup, url, settings.QUEUE_MIGRATE),
  );
}

function createTransport(setup: Setup, url: string, migrate: boolean): Transport {
  let opened: Pool | undefined;
  // Not at once: how many workers listen is known when the service is composed.
  const pool = () => (opened ??= openPool(setup, url));
  // The same object: only the overloads of a client's `on` are written down differently.
  const connection = () => pool() as unknown as PgPool;
  let prepared: Promise<void> | undefined;
  return {
    kind: 'postgres',
    prepare() {
      prepared ??= prepareSchema(pool(), migrate).catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      return prepared;
    },
    async ping() {
      await assertSchemaCompatibility(pool());
    },
    openQueue: (name) => new Queue<DomainEvent>(name, { connection: connection() }),
    openWorker: (name, process, bounds) =>
      new Worker<DomainEvent>(name, process, { ...bounds, connection: connection() }),
    async close() {
      await opened?.end();
    },
  };
}

function openPool(setup: Setup, url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    options: '-c search_path=bullmq',
    application_name: 'queue',
    max: setup.consumers().length + queryConnections,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    keepAlive: true,
  });
  // One for every queue and worker, which is more than the ten that Node takes for a leak.
  pool.setMaxListeners(0);
  // A connection that dies while it is lent fails its query, and must not end the process besides.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  pool.on('error', (error) => {
    setup.log.warn({ err: error }, 'an idle connection of the queue was lost');
  });
  return pool;
}

/** BullMQ migrates in one transaction under an advisory lock: processes that start together are safe. */
async function prepareSchema(pool: Pool, migrate: boolean): Promise<void> {
  const client = await pool.connect();
  try {
    await (migrate ? runMigrations(client) : assertSchemaCompatibility(client));
  } finally {
    client.release();
  }
}
