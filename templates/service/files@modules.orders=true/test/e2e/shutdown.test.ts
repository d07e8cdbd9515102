import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpClient } from '../../src/core/http.ts';
import { migrateToLatest } from '../../src/core/migrate.ts';
import type { Order } from '../../src/modules/orders/model.ts';
import {
  buildService,
  describeWith,
  startPostgres,
  startService,
  type PostgresServer,
  type StartedService,
  type TestService,
} from '../harness.ts';
import { alice, newKey } from '../samples.ts';
import { addProduct } from '../../src/modules/products/testing.ts';

let postgres: PostgresServer;
let desk: TestService;
let staying: StartedService;
let leaving: StartedService;
const http = createHttpClient();

describeWith('postgres')('a rolling deploy', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    const env = { DATABASE_URL: postgres.url, SHUTDOWN_DELAY_MS: '1000' };
    desk = await buildService({ env });
    await migrateToLatest(desk.ports.db);
    [staying, leaving] = await Promise.all([startService({ env }), startService({ env })]);
  }, 60_000);
  afterAll(async () => {
    await staying.stop();
    await desk.close();
    await Promise.all([http.close(), postgres.stop()]);
  }, 60_000);

  it('stops an instance under load and drops no request', async () => {
    const { id } = await addProduct(desk.ports, { stock: 100_000 });
    const headers = await desk.as(alice);
    const balancer = startBalancer([staying, leaving]);
    const placed = new Set<string>();
    const failures: unknown[] = [];
    let loaded = true;
    const customer = async () => {
      while (loaded) {
        try {
          const { json } = await http.request({
            method: 'POST',
            url: `${balancer.next()}/orders`,
            headers: { ...headers, 'idempotency-key': newKey() },
            json: { items: [{ productId: id, quantity: 1 }] },
          });
          placed.add((json as Order).id);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const customers = Promise.all(Array.from({ length: 6 }, customer));
    await sleep(500);
    const before = placed.size;
    const exitCode = await leaving.stop();
    await sleep(300);
    loaded = false;
    await customers;
    await balancer.stop();
    expect(failures).toEqual([]);
    expect(exitCode).toBe(0);
    expect(placed.size).toBeGreaterThan(before);
    const { stock } = (await desk.app.inject(`/products/${id}`)).json<{ stock: number }>();
    expect(stock).toBe(100_000 - placed.size);
  }, 60_000);
});

/** Sends to the instances that say they are ready, in turn, as a load balancer does. */
function startBalancer(instances: readonly StartedService[]): {
  next(): string;
  stop(): Promise<void>;
} {
  let ready = instances.map(({ url }) => url);
  const stopping = new AbortController();
  let turn = 0;
  const isReady = async (url: string) => {
    try {
      return (await http.request({ method: 'GET', url: `${url}/readyz` })).status === 200;
    } catch {
      return false;
    }
  };
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const answers = await Promise.all(instances.map(({ url }) => isReady(url)));
      ready = instances.filter((_, index) => answers[index]).map(({ url }) => url);
      await sleep(50);
    }
  })();
  return {
    next: () => ready[(turn += 1) % ready.length] ?? 'http://127.0.0.1:9',
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}
