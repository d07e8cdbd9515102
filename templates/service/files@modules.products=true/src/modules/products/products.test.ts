import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedOf, reachedCodes } from '../../../test/api/documented.ts';
import { callerOf, type Caller } from '../../../test/caller.ts';
import { buildService, type TestService } from '../../../test/harness.ts';
import { admin, alice } from '../../../test/samples.ts';
import { watchStatements } from '../../../test/statements.ts';
import type { Product } from './model.ts';
import { createProductRepository } from './repository.ts';
import { addProduct, addProducts } from './testing.ts';

let service: TestService;
let asAdmin: Caller;
let asAlice: Caller;
beforeAll(async () => {
  service = await buildService();
  asAdmin = await callerOf(service, admin);
  asAlice = await callerOf(service, alice);
});
afterAll(() => service.close());

describe('a product', () => {
  const teapot = { name: 'Teapot', price: 2450, currency: 'EUR', stock: 3 };

  it('is added, found where the answer says, and changed', async () => {
    const added = await asAdmin.post('/products', teapot);
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({ ...teapot, description: '' });
    const url = added.headers.location ?? '';
    expect((await asAlice.get(url)).json()).toEqual(added.json());
    expect((await asAdmin.patch(url, { price: 1 })).json()).toMatchObject({ ...teapot, price: 1 });
    expect((await asAlice.get(url)).json()).toMatchObject({ price: 1 });
  });

  it('is read by anyone, without credentials', async () => {
    const { id } = await addProduct(service.ports);
    expect((await service.app.inject(`/products/${id}`)).statusCode).toBe(200);
  });

  it('keeps its stock from going below zero', async () => {
    const { id } = await addProduct(service.ports, { stock: 3 });
    const taken = await asAdmin.post(`/products/${id}/stock`, { by: -4 });
    expect(taken.statusCode).toBe(409);
    expect(taken.json()).toMatchObject({ code: 'stock-out-of-range' });
    expect((await asAdmin.post(`/products/${id}/stock`, { by: -3 })).json()).toMatchObject({
      stock: 0,
    });
  });

  it('that does not exist is not found, by any route', async () => {
    const url = '/products/00000000-0000-4000-8000-0000000000ff';
    expect((await asAlice.get(url)).statusCode).toBe(404);
    expect((await asAdmin.patch(url, { price: 1 })).statusCode).toBe(404);
    expect((await asAdmin.post(`${url}/stock`, { by: 1 })).statusCode).toBe(404);
  });

  it('is read through the cache port, under its own key', async () => {
    const { id } = await addProduct(service.ports);
    const keys: string[] = [];
    const products = createProductRepository({
      db: service.ports.db,
      cache: {
        read: (key, load) => {
          keys.push(key);
          return load();
        },
        invalidate: (_tx, ...gone) => void keys.push(...gone),
      },
    });
    await products.read(id);
    await service.ports.inTx((tx) => products.update(tx, id, { price: 7 }));
    await service.ports.inTx((tx) => products.changeStock(tx, id, 1));
    expect(keys).toEqual([`product:${id}`, `product:${id}`, `product:${id}`]);
  });
});

describe('the list of products', () => {
  /** Reads every page. */
  async function readAll(query: string): Promise<Partial<Product>[]> {
    const seen: Partial<Product>[] = [];
    for (let cursor = ''; ;) {
      const page = await asAlice.get(`/products?limit=7&${query}${cursor}`);
      expect(page.statusCode).toBe(200);
      const body = page.json<{ items: Partial<Product>[]; nextCursor: string | null }>();
      seen.push(...body.items);
      if (body.nextCursor === null) return seen;
      expect(body.items).toHaveLength(7);
      // Pages that repeat would go on for ever.
      expect(seen.length).toBeLessThan(1_000);
      cursor = `&cursor=${body.nextCursor}`;
    }
  }

  it.each(['createdAt', '-createdAt', 'price', '-price', 'name', '-name'])(
    'has no gap and no duplicate when many are equal in %s',
    async (sort) => {
      await addProducts(
        service.ports,
        Array.from({ length: 25 }, (_, n) => ({ name: `Tie ${String(n % 3)}`, price: n % 2 })),
      );
      const { rows } = await sql<{ id: string }>`select id from products`.execute(service.ports.db);
      const seen = await readAll(`sort=${sort}&fields=id`);
      expect(seen.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
    },
  );

  it('is in the order asked for', async () => {
    const prices = (await readAll('sort=-price&fields=price')).map(({ price }) => price ?? 0);
    expect(prices).toEqual([...prices].sort((one, other) => other - one));
  });

  it.each(['stock', 'password', 'id;drop table products', '--price', ''])(
    'cannot be sorted by "%s"',
    async (sort) => {
      const answer = await asAlice.get(`/products?sort=${encodeURIComponent(sort)}`);
      expect(answer.statusCode).toBe(400);
    },
  );

  it.each(['created_at', 'xmin', 'ctid', 'id,password', '*', 'id,', '', '(select 1)'])(
    'cannot be asked for the field "%s"',
    async (fields) => {
      const answer = await asAlice.get(`/products?fields=${encodeURIComponent(fields)}`);
      expect(answer.statusCode).toBe(400);
    },
  );

  it('refuses a cursor of another order', async () => {
    await addProducts(service.ports, [{}, {}]);
    const { nextCursor } = (await asAlice.get('/products?limit=1&sort=price')).json<{
      nextCursor: string;
    }>();
    const answer = await asAlice.get(`/products?limit=1&sort=name&cursor=${nextCursor}`);
    expect(answer.json()).toMatchObject({ status: 400, code: 'bad-cursor' });
  });
});

describe('the routes of products', () => {
  it('are documented, with every error that they answer', async () => {
    const nothing = '/products/00000000-0000-4000-8000-0000000000ff';
    const { id } = await addProduct(service.ports, { stock: 1 });
    const { routes, codes } = await documentedOf(service, 'products');
    expect(routes).toEqual([
      'GET /products',
      'GET /products/{id}',
      'PATCH /products/{id}',
      'POST /products',
      'POST /products/{id}/stock',
    ]);
    const { get, patch, post } = asAdmin;
    expect(
      await reachedCodes([
        ['GET /products bad-cursor', get('/products?cursor=x')],
        ['GET /products validation', get('/products?sort=stock')],
        ['GET /products/{id} not-found', get(nothing)],
        ['PATCH /products/{id} not-found', patch(nothing, { price: 1 })],
        ['POST /products/{id}/stock not-found', post(`${nothing}/stock`, { by: 1 })],
        ['POST /products/{id}/stock stock-out-of-range', post(`/products/${id}/stock`, { by: -2 })],
      ]),
    ).toEqual(codes);
  });
});

describe('the table of products', () => {
  it('takes any number of products in one statement', async () => {
    const watched = watchStatements(service.ports);
    await addProducts(
      watched.ports,
      Array.from({ length: 100 }, () => ({})),
    );
    expect(watched.count()).toBe(1);
  });

  it.each([
    ['a negative stock', { stock: -1 }, 'products_stock_check'],
    ['a negative price', { price: -1 }, 'products_price_check'],
    ['a currency that is none', { currency: 'euro' }, 'products_currency_check'],
    ['an empty name', { name: '' }, 'products_name_check'],
  ])('rejects %s that bypasses the API', async (_what, wrong, constraint) => {
    await expect(addProduct(service.ports, wrong)).rejects.toMatchObject({
      code: '23514',
      constraint,
    });
  });
});
