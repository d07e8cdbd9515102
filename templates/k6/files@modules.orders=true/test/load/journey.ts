import { check, group, sleep } from 'k6';
import { test } from 'k6/execution';
import { get, post } from 'k6/http';

const base = __ENV['BASE_URL'] ?? 'http://127.0.0.1:3000';
const token = __ENV['TOKEN'];
const thinkSeconds = Number(__ENV['THINK_SECONDS'] ?? '1');

export const routes = [
  'GET /products',
  'GET /products/:id',
  'POST /orders',
  'GET /orders/:id',
] as const;

/** Requests count under the route's name, not under a name for each id. */
const named = (name: (typeof routes)[number]) => ({ headers: credentials(), tags: { name } });

/**
 * What a shopper does: looks through the products and at one of them. Every `wholeEvery`-th one
 * orders it, and looks at the order. A visitor who is refused thinks before the next visit like any
 * other: a service that fails is not to be hammered for it.
 */
export function visit(wholeEvery: number): void {
  const product = group('browse', browse);
  sleep(thinkSeconds);
  if (product === undefined || __ITER % wholeEvery !== 0) return;
  group('order', () => order(product));
  sleep(thinkSeconds);
}

function browse(): string | undefined {
  const list = get(`${base}/products?limit=20`, named('GET /products'));
  if (!check(list, { 'products are listed': (answer) => answer.status === 200 })) return undefined;
  const ids = list.json('items.#.id') as string[];
  const stocks = list.json('items.#.stock') as number[];
  const inStock = ids.filter((_, index) => (stocks[index] ?? 0) > 0);
  const id = inStock[(__VU + __ITER) % inStock.length];
  if (id === undefined) {
    test.abort('There is no product in stock: add some before a load test.');
    return undefined;
  }
  sleep(thinkSeconds);
  const one = get(`${base}/products/${id}`, named('GET /products/:id'));
  const isRead = check(one, {
    'the product is read': (answer) => answer.status === 200 && answer.json('id') === id,
  });
  return isRead ? id : undefined;
}

function order(productId: string): void {
  const { headers, tags } = named('POST /orders');
  const placed = post(`${base}/orders`, JSON.stringify({ items: [{ productId, quantity: 1 }] }), {
    tags,
    headers: {
      ...headers,
      'content-type': 'application/json',
      'idempotency-key': `load-${Date.now()}-${__VU}-${__ITER}`,
    },
  });
  if (!check(placed, { 'the order is placed': (answer) => answer.status === 201 })) return;
  const read = get(`${base}/orders/${placed.json('id') as string}`, named('GET /orders/:id'));
  check(read, {
    'the order is read': (answer) => answer.status === 200 && answer.json('status') !== 'declined',
  });
}

function credentials(): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
