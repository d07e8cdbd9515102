import { Client } from 'pg';
import { startPostgres } from '../../../../test/harness.ts';
import { type QueueServers, applySchema } from './servers.ts';

export const neededServers = ['postgres'] as const;

/** Starts a PostgreSQL for the service and its broker. */
export async function startServers(): Promise<QueueServers> {
  const postgres = await startPostgres();
  await applySchema(postgres.url);
  const run = async (sql: string) => {
    const client = await connect(postgres.url);
    await client.query(sql);
    await client.end();
  };
  return {
    env: { DATABASE_URL: postgres.url },
    // The server is the service's too, so only what belongs to the broker goes.
    async breakBroker() {
      await run('alter schema bullmq rename to bullmq_away');
      return () => run('alter schema bullmq_away rename to bullmq');
    },
    async refuseJobs() {
      await run(`
        create function bullmq.refuse() returns trigger language plpgsql
          as $$ begin raise exception 'no more jobs'; end $$;
        create trigger refuse before insert on bullmq.job execute function bullmq.refuse();
      `);
      return () => run('drop function bullmq.refuse cascade');
    },
    async killDatabase() {
      await postgres.kill();
      return () => postgres.restart();
    },
    async holdCompletions() {
      const client = await connect(postgres.url);
      await client.query('begin; select 1 from bullmq.job for update');
      return async () => {
        // A session goes on for a client that was killed: what it waits for must not happen.
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'",
        );
        await client.end();
      };
    },
    loseJobs: () => run('truncate bullmq.job cascade'),
    stop: () => postgres.stop(),
  };
}

async function connect(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  return client;
}
