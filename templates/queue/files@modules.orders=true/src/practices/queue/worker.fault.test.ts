import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { callerOf } from '../../../test/caller.ts';
import {
  buildService,
  describeWith,
  eventually,
  type Gateway,
  slackMs,
  type StartedService,
  startGateway,
  startService,
  type TestService,
} from '../../../test/harness.ts';
import { alice, newKey } from '../../../test/samples.ts';
import type { Practice } from '../../core/contract.ts';
import * as practices from '../../practices.gen.ts';
import { addProduct } from '../../modules/products/testing.ts';
import { borrowQueue } from './borrow.ts';
import type { JobCounts } from './broker.ts';
import { listDeadLetters } from './dead-letters.ts';
import { queueDb } from './tables.ts';
import { neededServers, startServers } from './testing/backend.ts';
import type { QueueServers } from './testing/servers.ts';

const consumers = ['charge', 'confirmation-mail', 'warehouse', 'analytics'];
const paths = ['/charges', '/mails', '/shipments', '/events'];
/** A call that the gateway holds must not run into its own limit, however busy the machine is. */
const patience = {
  OUTBOUND_TIMEOUT_MS: '30000',
  BREAKER_ATTEMPT_TIMEOUT_MS: '30000',
  BREAKER_TOTAL_TIMEOUT_MS: '30000',
};

describeWith(...neededServers)('a worker process', () => {
  let servers: QueueServers;
  let gateway: Gateway;
  let api: TestService;
  let env: Readonly<Record<string, string>>;
  const queue = borrowQueue();
  const workers: StartedService[] = [];

  beforeAll(async () => {
    [servers, gateway] = await Promise.all([startServers(), startGateway()]);
    const { url } = gateway;
    const outside = { PAYMENTS_URL: url, MAIL_URL: url, WAREHOUSE_URL: url, ANALYTICS_URL: url };
    env = { ...servers.env, ...outside, ...patience, QUEUE_LOCK_MS: '1000' };
    api = await buildService({
      env,
      practices: [...Object.values<Practice>(practices), queue.practice],
    });
  }, 60_000);
  afterEach(async () => {
    gateway.release();
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
  });
  afterAll(async () => {
    await api.close();
    await Promise.all([gateway.close(), servers.stop()]);
  });

  const startWorker = async () => {
    const worker = await startService({ role: 'worker', env });
    workers.push(worker);
    return worker;
  };
  const place = async () => {
    const caller = await callerOf(api, alice);
    const { id } = await addProduct(api.ports);
    const items = [{ productId: id, quantity: 1 }];
    const answer = await caller.post('/orders', { items }, { 'idempotency-key': newKey() });
    expect(answer.statusCode).toBe(201);
    const order = answer.json<{ id: string }>();
    return {
      key: `order.placed:${order.id}`,
      status: async () =>
        (await caller.get(`/orders/${order.id}`)).json<{ status: string }>().status,
    };
  };
  const callsAbout = (key: string) =>
    gateway.calls
      .filter(({ headers }) => headers['idempotency-key'] === key)
      .map(({ path }) => path);
  const handled = (key: string) =>
    queueDb(api.ports.db)
      .selectFrom('inbox')
      .select('consumer')
      .where('event_id', '=', key)
      .execute();
  const jobs = () => Promise.all(consumers.map((consumer) => queue.broker.count(consumer)));
  const total = (counts: readonly JobCounts[]) =>
    counts.reduce((sum, { waiting, active, delayed }) => sum + waiting + active + delayed, 0);

  /** Waits until every consumer is in the middle of its effect, for the `round`th time. */
  const inTheMiddle = (key: string, round: number) =>
    vi.waitFor(() => {
      const calls = callsAbout(key);
      for (const path of paths) {
        expect(calls.filter((called) => called === path).length).toBeGreaterThanOrEqual(round);
      }
    }, eventually);

  it('killed twice before its commit and once after it leaves one effect a consumer', async () => {
    gateway.hold();
    const { key, status } = await place();
    for (const round of [1, 2]) {
      const worker = await startWorker();
      await inTheMiddle(key, round);
      await worker.kill();
      expect(await handled(key)).toEqual([]);
    }

    const third = await startWorker();
    await inTheMiddle(key, 3);
    const release = await servers.holdCompletions();
    try {
      gateway.release();
      await vi.waitFor(async () => expect(await handled(key)).toHaveLength(4), eventually);
      await third.kill();
    } finally {
      await release();
    }
    expect(total(await jobs())).toBe(4);
    const calls = callsAbout(key).length;

    await startWorker();
    await vi.waitFor(async () => expect(total(await jobs())).toBe(0), eventually);
    expect(callsAbout(key)).toHaveLength(calls);
    const effects = [...gateway.effects.keys()].filter((effect) => effect.endsWith(key));
    expect(effects.sort()).toEqual(paths.map((path) => `POST ${path} ${key}`).sort());
    expect(await status()).toBe('paid');
    expect(await listDeadLetters(queueDb(api.ports.db), { eventId: key }, 10)).toEqual([]);
  }, 90_000);

  it('delivers an order that was placed while the broker was down soon after its return', async () => {
    await startWorker();
    const earlier = await place();
    await vi.waitFor(async () => expect(await earlier.status()).toBe('paid'), eventually);

    const repair = await servers.breakBroker();
    const begun = performance.now();
    const { key, status } = await place();
    expect(performance.now() - begun).toBeLessThan(slackMs);
    expect(await status()).toBe('pending');
    await repair();
    await vi.waitFor(async () => expect(await status()).toBe('paid'), eventually);
    await vi.waitFor(() => expect(callsAbout(key).sort()).toEqual([...paths].sort()), eventually);
  }, 60_000);

  it('outlives a database that is killed, and works again soon after its return', async () => {
    const worker = await startWorker();
    const earlier = await place();
    await vi.waitFor(async () => expect(await earlier.status()).toBe('paid'), eventually);

    const repair = await servers.killDatabase();
    await sleep(1_000);
    await repair();
    const { status } = await place();
    await vi.waitFor(async () => expect(await status()).toBe('paid'), eventually);
    expect(await worker.stop()).toBe(0);
  }, 60_000);
});
