import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { callerOf, type Caller } from '../../../test/caller.ts';
import {
  buildService,
  eventually,
  type Gateway,
  startGateway,
  type TestService,
} from '../../../test/harness.ts';
import { alice, newKey } from '../../../test/samples.ts';
import { addProduct } from '../products/testing.ts';
import type { Order } from './model.ts';

let gateway: Gateway;
let service: TestService;
let asAlice: Caller;
beforeAll(async () => {
  gateway = await startGateway();
  service = await buildService({
    env: {
      PAYMENTS_URL: `${gateway.url}/`,
      MAIL_URL: gateway.url,
      WAREHOUSE_URL: gateway.url,
      ANALYTICS_URL: gateway.url,
    },
  });
  await service.start();
  asAlice = await callerOf(service, alice);
});
afterAll(async () => {
  await service.close();
  await gateway.close();
});

async function place(): Promise<Order> {
  const { id } = await addProduct(service.ports, { price: 250 });
  const body = { items: [{ productId: id, quantity: 2 }] };
  const placed = await asAlice.post('/orders', body, { 'idempotency-key': newKey() });
  expect(placed.statusCode).toBe(201);
  return placed.json<Order>();
}
const statusOf = async ({ id }: Order) => (await asAlice.get(`/orders/${id}`)).json<Order>().status;
const settled = (order: Order, status: string) =>
  vi.waitFor(async () => expect(await statusOf(order)).toBe(status), eventually);

describe('a placed order', () => {
  it('is paid, and everyone who has to know is told once', async () => {
    const order = await place();
    await settled(order, 'paid');
    const key = `order.placed:${order.id}`;
    await vi.waitFor(() => {
      const told = [...gateway.effects].filter(([effect]) => effect.endsWith(key));
      expect(Object.fromEntries(told)).toEqual({
        [`POST /charges ${key}`]: { orderId: order.id, amount: 500, currency: 'EUR' },
        [`POST /mails ${key}`]: {
          template: 'order-confirmation',
          recipient: order.customerId,
          values: { orderId: order.id, total: 500, currency: 'EUR' },
        },
        [`POST /shipments ${key}`]: {
          orderId: order.id,
          lines: [{ productId: order.items[0]?.productId, quantity: 2 }],
        },
        [`POST /events ${key}`]: expect.objectContaining({
          type: 'order.placed',
          orderId: order.id,
        }) as unknown,
      });
    }, eventually);
  });

  it('is paid, and everyone is told, though nobody answered well at first', async () => {
    gateway.answer(503, 503, 503, 503, 201);
    const order = await place();
    await settled(order, 'paid');
    await vi.waitFor(() => {
      const told = [...gateway.effects.keys()].filter((effect) => effect.endsWith(order.id));
      expect(told.map((effect) => effect.split(' ')[1]).toSorted()).toEqual([
        '/charges',
        '/events',
        '/mails',
        '/shipments',
      ]);
    }, eventually);
    gateway.answer();
  });

  it('is declined when the gateway says so', async () => {
    gateway.answer(402);
    await settled(await place(), 'declined');
    gateway.answer();
  });
});
