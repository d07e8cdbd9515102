import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callerOf, type Answer } from '../caller.ts';
import { buildService, type TestService } from '../harness.ts';
import { admin, newKey } from '../samples.ts';
import { addProduct } from '../../src/modules/products/testing.ts';
import { readOperations, type Operation } from './document.ts';

let service: TestService;
let operations: readonly Operation[];
beforeAll(async () => {
  service = await buildService();
  operations = await readOperations(service);
});
afterAll(() => service.close());

const modules = /^\/(users|products|orders)(\/|$)/;
const nobody = '00000000-0000-4000-8000-0000000000ff';

describe('the OpenAPI document', () => {
  it('describes only what is there', () => {
    const missing = operations.filter(
      ({ method, path }) =>
        !service.app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') }),
    );
    expect(missing).toEqual([]);
  });

  it('describes every route of the modules', () => {
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect(described.filter((name) => modules.test(name.replace(/^\w+ /, ''))).sort()).toEqual([
      'GET /orders',
      'GET /orders/{id}',
      'GET /products',
      'GET /products/{id}',
      'GET /users',
      'GET /users/{id}',
      'PATCH /products/{id}',
      'POST /orders',
      'POST /products',
      'POST /products/{id}/stock',
      'POST /users',
    ]);
  });

  it('names every operation, each by a name of its own', () => {
    const ids = operations.map(({ id }) => id);
    expect(ids).toContain('getOrdersById');
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names no error code of a module that cannot be reached', async () => {
    const documented = operations
      .filter(({ path }) => modules.test(path))
      .flatMap(({ method, path, codes }) => codes.map((code) => `${method} ${path} ${code}`));
    expect((await reachEveryCode()).sort()).toEqual(documented.sort());
  });
});

/** Provokes every error of the modules. Gives `METHOD /path code` of each. */
async function reachEveryCode(): Promise<string[]> {
  const { get, post, patch } = await callerOf(service, admin);
  const euros = await addProduct(service.ports, { stock: 1 });
  const dollars = await addProduct(service.ports, { currency: 'USD' });
  const user = { email: 'reach@example.com', name: 'Reach' };
  await post('/users', user);
  const place = (key: string, ...productIds: readonly string[]) =>
    post(
      '/orders',
      { items: productIds.map((productId) => ({ productId, quantity: 1 })) },
      { 'idempotency-key': key },
    );
  const key = newKey();
  await place(key, dollars.id);
  const provoked: readonly (readonly [string, Promise<Answer>])[] = [
    ['GET /users bad-cursor', get('/users?cursor=x')],
    ['GET /users validation', get('/users?limit=0')],
    ['GET /users/{id} not-found', get(`/users/${nobody}`)],
    ['POST /users email-taken', post('/users', user)],
    ['GET /products bad-cursor', get('/products?cursor=x')],
    ['GET /products validation', get('/products?sort=stock')],
    ['GET /products/{id} not-found', get(`/products/${nobody}`)],
    ['PATCH /products/{id} not-found', patch(`/products/${nobody}`, { price: 1 })],
    ['POST /products/{id}/stock not-found', post(`/products/${nobody}/stock`, { by: 1 })],
    [
      'POST /products/{id}/stock stock-out-of-range',
      post(`/products/${euros.id}/stock`, { by: -2 }),
    ],
    ['GET /orders bad-cursor', get('/orders?cursor=x')],
    ['GET /orders validation', get('/orders?fields=secret')],
    ['GET /orders/{id} not-found', get(`/orders/${nobody}`)],
    ['POST /orders idempotency-key-reused', place(key, euros.id)],
    ['POST /orders unknown-product', place(newKey(), nobody)],
    ['POST /orders mixed-currencies', place(newKey(), euros.id, dollars.id)],
    [
      'POST /orders out-of-stock',
      post(
        '/orders',
        { items: [{ productId: euros.id, quantity: 2 }] },
        { 'idempotency-key': newKey() },
      ),
    ],
  ];
  return Promise.all(
    provoked.map(async ([expected, answer]) => {
      const { code } = (await answer).json<{ code: string }>();
      return expected.replace(/\S+$/, code);
    }),
  );
}
