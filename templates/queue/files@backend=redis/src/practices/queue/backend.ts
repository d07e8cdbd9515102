import { once } from 'node:events';
import { Queue, Worker } from 'bullmq';
import type { DomainEvent, Setup } from '../../core/contract.ts';
import { redis } from '../redis/practice.ts';
import type { Transport } from './transport.ts';

export const transportNeeds = [redis];

/** How long the first connection is waited for. */
const connectedMs = 1_000;

/**
 * BullMQ over the Redis that keeps everything. The producer's connection fails fast, so a pass of
 * the relay never hangs; the workers' one waits, so a job survives an outage.
 *
 * @returns `undefined` without `REDIS_URL` outside production
 */
export async function openTransport(setup: Setup): Promise<Transport | undefined> {
  const store = await setup.use(redis).state();
  if (store === undefined) return undefined;
  const producer = store.connect('fail-fast');
  const ready = () => {
    // Its status first: a command sent to a socket that is connecting fails with less to say.
    if (producer.status !== 'ready')
      throw new Error(`expected Redis ready, found ${producer.status}`);
    return producer;
  };
  return {
    kind: 'redis',
    async prepare() {
      // A command is here before its connection is; what a server that is away says comes as an error.
      if (['connecting', 'connect'].includes(producer.status)) {
        await once(producer, 'ready', { signal: AbortSignal.timeout(connectedMs) });
      }
      await ready().ping();
    },
    async ping() {
      // A write that changes nothing, because there is no such key: one that is full, or a replica,
      // refuses it like a job.
      await ready().set('bull:ping', '', 'XX');
    },
    openQueue: (name) => new Queue<DomainEvent>(name, { connection: producer }),
    openWorker: (name, process, bounds) =>
      new Worker<DomainEvent>(name, process, { ...bounds, connection: store.connect('patient') }),
    // The connections are the store's.
    close: () => Promise.resolve(),
  };
}
