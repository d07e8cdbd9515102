import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  buildService,
  startGateway,
  type Gateway,
  type TestService,
} from '../../../../test/harness.ts';
import { alice, newKey } from '../../../../test/samples.ts';
import { Later, type Consumer, type Events } from '../../../core/contract.ts';
import { createPlainOutbound } from '../../../core/defaults.ts';
import { createHttpClient, UpstreamError } from '../../../core/http.ts';
import type { Product } from '../../products/model.ts';
import { createStock } from '../../products/stock.ts';
import { orderPlaced } from '../event.ts';
import type { Order } from '../model.ts';
import { createOrderRepository } from '../repository.ts';
import { createOrderService } from '../service.ts';
import { addProduct } from '../../products/testing.ts';
import { createCharge } from './charge.ts';

let service: TestService;
let gateway: Gateway;
let charge: Consumer;
let product: Product;
let order: Order;
beforeAll(async () => {
  service = await buildService();
});
beforeEach(async () => {
  gateway = await startGateway();
  const { db, inTx, cache } = service.ports;
  const orders = createOrderRepository(db);
  const stock = createStock(cache);
  charge = createCharge({
    http: createHttpClient(),
    outbound: createPlainOutbound({ default: 500 }),
    orders,
    stock,
    gateway: () => Promise.resolve(gateway.url),
  });
  product = await addProduct(service.ports, { price: 250, stock: 10 });
  // Kept away from the service's own consumers: this test delivers the event itself.
  const events: Events = { publish: () => Promise.resolve() };
  const items = [{ productId: product.id, quantity: 4 }];
  ({ order } = await createOrderService({ inTx, events, orders, stock }).place(alice, newKey(), {
    items,
  }));
});
afterEach(() => gateway.close());
afterAll(() => service.close());

/** Delivers the event once, as the events port would. */
async function deliver(): Promise<void> {
  const commit = await charge.run(orderPlaced(order), AbortSignal.timeout(2_000));
  await service.ports.inTx(commit);
}
const now = async () => {
  const orders = createOrderRepository(service.ports.db);
  const { stock } = (await service.app.inject(`/products/${product.id}`)).json<Product>();
  return { status: (await orders.find(order.id))?.status, stock };
};

describe('charging an order', () => {
  it('sends the total, with the event as idempotency key, and marks the order paid', async () => {
    await deliver();
    expect(gateway.calls).toMatchObject([
      {
        method: 'POST',
        path: '/charges',
        headers: { 'idempotency-key': `order.placed:${order.id}` },
        body: { orderId: order.id, amount: 1000, currency: 'EUR' },
      },
    ]);
    expect(await now()).toEqual({ status: 'paid', stock: 6 });
  });

  it('that is declined puts the stock back, once, however often it is delivered', async () => {
    gateway.answer(402);
    await deliver();
    await deliver();
    expect(await now()).toEqual({ status: 'declined', stock: 10 });
  });

  it('that was settled stays as it is', async () => {
    await deliver();
    gateway.answer(402);
    await deliver();
    expect(await now()).toEqual({ status: 'paid', stock: 6 });
  });

  it.each([500, 503, 429, 408])('waits when the gateway answers %d', async (status) => {
    gateway.answer(status);
    await expect(deliver()).rejects.toBeInstanceOf(Later);
    expect(await now()).toEqual({ status: 'pending', stock: 6 });
  });

  it('waits as long as the gateway asks for', async () => {
    gateway.answer(503);
    gateway.headers({ 'retry-after': '7' });
    await expect(deliver()).rejects.toMatchObject({ afterMs: 7_000 });
  });

  it.each([
    ['0', 1_000],
    ['Wed, 01 Jan 2020 00:00:00 GMT', 1_000],
    ['86400', 300_000],
    ['99999999999999', 300_000],
  ])('waits within bounds when the gateway asks for %s', async (retryAfter, afterMs) => {
    gateway.answer(503);
    gateway.headers({ 'retry-after': retryAfter });
    await expect(deliver()).rejects.toMatchObject({ afterMs });
  });

  it('waits when nobody answers in time', async () => {
    gateway.delay(30_000);
    await expect(deliver()).rejects.toBeInstanceOf(Later);
    expect(await now()).toMatchObject({ status: 'pending' });
  });

  it('fails for good when the gateway calls the request wrong', async () => {
    gateway.answer(400);
    await expect(deliver()).rejects.toBeInstanceOf(UpstreamError);
  });

  it.each([200, 202, 204, 302, 304])(
    'fails for good on %d, which is neither charged nor declined',
    async (status) => {
      gateway.answer(status);
      await expect(deliver()).rejects.toMatchObject({ name: 'UpstreamError', status });
      expect(await now()).toEqual({ status: 'pending', stock: 6 });
    },
  );

  it('refuses an event that is none of ours', async () => {
    const event = { ...orderPlaced(order), data: { orderId: 'x' } };
    await expect(charge.run(event, AbortSignal.timeout(1_000))).rejects.toThrow(
      `Event order.placed:${order.id} is no order.placed`,
    );
  });
});
