import { Redis } from 'ioredis';
import { startPostgres, startRedis } from '../../../../test/harness.ts';
import { type QueueServers, applySchema } from './servers.ts';

export const neededServers = ['postgres', 'redis'] as const;

/** Starts a PostgreSQL for the service and a Redis for its broker. */
export async function startServers(): Promise<QueueServers> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  await applySchema(postgres.url);
  return {
    env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url },
    async breakBroker() {
      await redis.kill();
      return () => redis.restart();
    },
    async refuseJobs() {
      const limit = async (bytes: string) => {
        const client = new Redis(redis.url);
        await client.config('SET', 'maxmemory', bytes);
        client.disconnect();
      };
      await limit('1');
      return () => limit('0');
    },
    async killDatabase() {
      await postgres.kill();
      return () => postgres.restart();
    },
    async holdCompletions() {
      const client = new Redis(redis.url);
      await client.call('CLIENT', 'PAUSE', '60000', 'WRITE');
      return async () => {
        // Answered after Redis has dropped what a killed worker was waiting for.
        await client.ping();
        await client.call('CLIENT', 'UNPAUSE');
        client.disconnect();
      };
    },
    async loseJobs() {
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
    },
    async stop() {
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}
