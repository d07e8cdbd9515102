import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentedOf, reachedCodes } from '../../../test/api/documented.ts';
import { callerOf, type Caller } from '../../../test/caller.ts';
import { buildService, type TestService } from '../../../test/harness.ts';
import { alice, bob, newKey } from '../../../test/samples.ts';
import { StatementFailed, watchStatements } from '../../../test/statements.ts';
import type { Ports } from '../../core/contract.ts';
import type { Product } from '../products/model.ts';
import { createStock } from '../products/stock.ts';
import { addProduct } from '../products/testing.ts';
import type { Order } from './model.ts';
import { createOrderRepository } from './repository.ts';
import { createOrderService } from './service.ts';

let service: TestService;
let asAlice: Caller;
let product: Product;
beforeAll(async () => {
  service = await buildService();
  asAlice = await callerOf(service, alice);
});
beforeEach(async () => {
  product = await addProduct(service.ports, { price: 250, stock: 10 });
});
afterAll(() => service.close());

const serviceOn = (ports: Ports) =>
  createOrderService({
    inTx: ports.inTx,
    events: ports.events,
    orders: createOrderRepository(ports.db),
    stock: createStock(ports.cache),
  });

const orderOf = (quantity: number, productId = product.id) => ({
  items: [{ productId, quantity }],
});
const place = (body: object, key: string) =>
  asAlice.post('/orders', body, { 'idempotency-key': key });
const stockOf = async (id: string) =>
  (
    await sql<{ stock: number }>`select stock from products where id = ${id}`.execute(
      service.ports.db,
    )
  ).rows[0]?.stock;

describe('placing an order', () => {
  it('takes the stock, and answers the order, pending and priced', async () => {
    const placed = await place(orderOf(3), newKey());
    expect(placed.statusCode).toBe(201);
    expect(placed.json()).toMatchObject({
      status: 'pending',
      total: 750,
      currency: 'EUR',
      items: [{ productId: product.id, price: 250, quantity: 3 }],
    });
    expect(placed.headers.location).toBe(`/orders/${placed.json<Order>().id}`);
    expect(await stockOf(product.id)).toBe(7);
  });

  it('adds up lines of the same product', async () => {
    const twice = { items: [...orderOf(2).items, ...orderOf(3).items] };
    expect((await place(twice, newKey())).json()).toMatchObject({ items: [{ quantity: 5 }] });
  });

  it.each([
    ['more than there is', () => orderOf(11), 409, 'out-of-stock'],
    [
      'a product that does not exist',
      () => orderOf(1, '00000000-0000-4000-8000-0000000000ff'),
      422,
      'unknown-product',
    ],
  ])('refuses %s, and takes nothing', async (_what, body, status, code) => {
    const answer = await place(body(), newKey());
    expect(answer.json()).toMatchObject({ status, code });
    expect(await stockOf(product.id)).toBe(10);
  });

  it('refuses products of two currencies, and takes neither', async () => {
    const dollars = await addProduct(service.ports, { currency: 'USD', stock: 1 });
    const both = { items: [...orderOf(1).items, ...orderOf(1, dollars.id).items] };
    expect((await place(both, newKey())).json()).toMatchObject({ code: 'mixed-currencies' });
    expect(await stockOf(product.id)).toBe(10);
    expect(await stockOf(dollars.id)).toBe(1);
  });

  it('needs an idempotency key', async () => {
    const answer = await asAlice.post('/orders', orderOf(1));
    expect(answer.json()).toMatchObject({
      status: 400,
      errors: [{ pointer: '/headers/idempotency-key' }],
    });
  });

  it('forgets the cached product once it has committed, not before', async () => {
    const url = `/products/${product.id}`;
    expect((await asAlice.get(url)).json()).toMatchObject({ stock: 10 });
    await place(orderOf(4), newKey());
    expect((await asAlice.get(url)).json()).toMatchObject({ stock: 6 });
  });
});

describe('an idempotency key', () => {
  it('with the same body gives the same answer, and one order', async () => {
    const key = newKey();
    const first = await place(orderOf(3), key);
    const again = await place(orderOf(3), key);
    expect(again.statusCode).toBe(201);
    expect(again.body).toBe(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(await stockOf(product.id)).toBe(7);
  });

  it('with another body is refused', async () => {
    const key = newKey();
    await place(orderOf(3), key);
    expect((await place(orderOf(4), key)).json()).toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
    });
  });

  it('that comes many times at once places one order, even of the last piece', async () => {
    const last = await addProduct(service.ports, { stock: 1 });
    const key = newKey();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => place(orderOf(1, last.id), key)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(
      Array.from({ length: 8 }, () => 201),
    );
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(await stockOf(last.id)).toBe(0);
  });

  it('is its caller’s own: another caller with the same key places another order', async () => {
    const orders = serviceOn(service.ports);
    const key = newKey();
    const hers = await orders.place(alice, key, orderOf(1));
    const his = await orders.place(bob, key, orderOf(2));
    expect(his.replayed).toBe(false);
    expect(his.order.id).not.toBe(hers.order.id);
  });

  it('of an order that was refused may be used again', async () => {
    const key = newKey();
    await place(orderOf(11), key);
    expect((await place(orderOf(10), key)).statusCode).toBe(201);
  });
});

describe('the routes of orders', () => {
  it('are documented, with every error that they answer', async () => {
    const nothing = '00000000-0000-4000-8000-0000000000ff';
    const dollars = await addProduct(service.ports, { currency: 'USD' });
    const both = { items: [...orderOf(1).items, ...orderOf(1, dollars.id).items] };
    const used = newKey();
    await place(orderOf(1), used);
    const { routes, codes } = await documentedOf(service, 'orders');
    expect(routes).toEqual(['GET /orders', 'GET /orders/{id}', 'POST /orders']);
    expect(
      await reachedCodes([
        ['GET /orders bad-cursor', asAlice.get('/orders?cursor=x')],
        ['GET /orders validation', asAlice.get('/orders?fields=secret')],
        ['GET /orders/{id} not-found', asAlice.get(`/orders/${nothing}`)],
        ['POST /orders idempotency-key-reused', place(orderOf(2), used)],
        ['POST /orders unknown-product', place(orderOf(1, nothing), newKey())],
        ['POST /orders mixed-currencies', place(both, newKey())],
        ['POST /orders out-of-stock', place(orderOf(11), newKey())],
      ]),
    ).toEqual(codes);
  });
});

describe('a transaction that fails', () => {
  it('leaves no partial rows, after whichever statement it fails', async () => {
    const rowsOf = async () =>
      (
        await sql`select
          (select count(*) from orders)::integer as orders,
          (select count(*) from order_items)::integer as items,
          (select count(*) from order_keys)::integer as keys,
          (select stock from products where id = ${product.id}) as stock`.execute(service.ports.db)
      ).rows[0];
    const watched = watchStatements(service.ports);
    const orders = serviceOn(watched.ports);
    const before = await rowsOf();
    let statement = 1;
    for (; statement < 50; statement += 1) {
      watched.failFrom(statement);
      try {
        await orders.place(alice, newKey(), orderOf(1));
        break;
      } catch (error) {
        expect(error).toBeInstanceOf(StatementFailed);
        expect(await rowsOf()).toEqual(before);
      }
    }
    expect(statement).toBeGreaterThan(5);
    expect(await rowsOf()).toMatchObject({ stock: 9 });
  });

  it('publishes no event', async () => {
    const published: string[] = [];
    const { ports } = service;
    const orders = serviceOn({
      ...ports,
      events: {
        publish: (tx, event) => {
          published.push(event.id);
          return ports.events.publish(tx, event);
        },
      },
    });
    await expect(orders.place(alice, newKey(), orderOf(11))).rejects.toMatchObject({ status: 409 });
    expect(published).toEqual([]);
    const { order } = await orders.place(alice, newKey(), orderOf(1));
    expect(published).toEqual([`order.placed:${order.id}`]);
  });
});
