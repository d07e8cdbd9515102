import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createHttpClient, UpstreamError } from '../../src/core/http.ts';
import { migrateToLatest } from '../../src/core/migrate.ts';
import type { Order } from '../../src/modules/orders/model.ts';
import {
  buildService,
  describeWith,
  eventually,
  type Gateway,
  type PostgresServer,
  type StartedService,
  startGateway,
  startPostgres,
  startService,
  type TestService,
} from '../harness.ts';
import { alice, newKey } from '../samples.ts';
import { addProduct } from '../../src/modules/products/testing.ts';

const poolMax = 4;

/** What the connections of the instances' pools are called; a broker's have another name. */
const poolName = 'instances';

let postgres: PostgresServer;
let gateway: Gateway;
/** In this process, on the same database: it adds what the tests need, and signs in. */
let desk: TestService;
let instances: readonly StartedService[];
let headers: Record<string, string>;
const http = createHttpClient();

describeWith('postgres')('three instances on one database', () => {
  beforeAll(async () => {
    [postgres, gateway] = await Promise.all([startPostgres(), startGateway()]);
    const env = {
      DATABASE_URL: postgres.url,
      PAYMENTS_URL: gateway.url,
      DATABASE_POOL_MAX: String(poolMax),
      // The subject is correctness under contention: a slow machine may take its time.
      DATABASE_CONNECT_TIMEOUT_MS: '20000',
      DATABASE_LOCK_TIMEOUT_MS: '20000',
      DATABASE_STATEMENT_TIMEOUT_MS: '20000',
    };
    desk = await buildService({ env });
    await migrateToLatest(desk.ports.db);
    headers = await desk.as(alice);
    instances = await Promise.all(
      [1, 2, 3].map(() => startService({ env: { ...env, PGAPPNAME: poolName } })),
    );
  }, 60_000);
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await desk.close();
    await Promise.all([http.close(), gateway.close(), postgres.stop()]);
  }, 60_000);

  /** @returns the status of the answer */
  async function place(instance: StartedService, productId: string): Promise<number> {
    try {
      const { status } = await http.request({
        method: 'POST',
        url: `${instance.url}/orders`,
        headers: { ...headers, 'idempotency-key': newKey() },
        json: { items: [{ productId, quantity: 1 }] },
      });
      return status;
    } catch (error) {
      if (error instanceof UpstreamError) return error.status;
      throw error;
    }
  }

  it('sell the last pieces once, and open no more connections than they may', async () => {
    const { id } = await addProduct(desk.ports, { stock: 30 });
    const watcher = await watchConnections(postgres.url);
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => instances.map((instance) => place(instance, id))).flat(),
    );
    const most = await watcher.stop();
    expect(statuses.filter((status) => status === 201)).toHaveLength(30);
    expect(statuses.filter((status) => status === 409)).toHaveLength(30);
    expect((await desk.app.inject(`/products/${id}?fields=stock`)).json()).toEqual({ stock: 0 });
    expect(most).toBeGreaterThan(poolMax);
    expect(most).toBeLessThanOrEqual(poolMax * instances.length);
  }, 60_000);

  it('have an order paid by the gateway, each over HTTP', async () => {
    for (const instance of instances) {
      const { id } = await addProduct(desk.ports, { price: 125 });
      const placed = await http.request({
        method: 'POST',
        url: `${instance.url}/orders`,
        headers: { ...headers, 'idempotency-key': newKey() },
        json: { items: [{ productId: id, quantity: 2 }] },
      });
      const order = placed.json as Order;
      expect(order).toMatchObject({ status: 'pending', total: 250 });
      await vi.waitFor(async () => {
        const read = await http.request({
          method: 'GET',
          url: `${instance.url}/orders/${order.id}`,
          headers,
        });
        expect(read.json).toMatchObject({ status: 'paid' });
      }, eventually);
      expect(gateway.effects.get(`POST /charges order.placed:${order.id}`)).toEqual({
        orderId: order.id,
        amount: 250,
        currency: 'EUR',
      });
    }
  }, 60_000);
});

/** Counts the connections of the services' pools, again and again. `stop` gives the most at any time. */
async function watchConnections(url: string): Promise<{ stop(): Promise<number> }> {
  const client = new Client({ connectionString: url, application_name: 'watcher' });
  await client.connect();
  let most = 0;
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::integer as n from pg_stat_activity
         where backend_type = 'client backend' and application_name = $1`,
        [poolName],
      );
      most = Math.max(most, rows[0]?.n ?? 0);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      await client.end();
      return most;
    },
  };
}
