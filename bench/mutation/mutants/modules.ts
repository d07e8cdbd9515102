import type { Mutant } from '../mutant.ts';

const orders = 'service/files@modules.orders=true/src/modules/orders';
const products = 'service/files@modules.products=true/src/modules/products';

/** The domain: what money and stock depend on. */
export const moduleMutants: readonly Mutant[] = [
  {
    id: 'key-not-claimed',
    kind: 'idempotency key ignored',
    file: `${orders}/keys.ts`,
    find: '.values({ caller, key, request_hash: requestHash, order_id: orderId })',
    replace: '.values({ caller, key: orderId, request_hash: requestHash, order_id: orderId })',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'key-takes-another-body',
    kind: 'idempotency key ignored',
    file: `${orders}/keys.ts`,
    find: '.update(JSON.stringify(request))',
    replace: '.update(typeof request)',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'stock-not-checked',
    kind: 'stock check removed',
    file: `${products}/stock.ts`,
    find: 'if (product.stock < quantity) {',
    replace: 'if (product.stock < 0) {',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'stock-of-the-declined-kept',
    kind: 'stock not given back',
    file: `${orders}/consumers/charge.ts`,
    find: "if (settled && status === 'declined')",
    replace: "if (settled && status !== 'declined')",
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'orders-of-everyone',
    kind: "someone else's data",
    file: `${orders}/service.ts`,
    find: "caller === null || caller.roles.includes('admin') ? undefined : caller.id;",
    replace: 'caller === null || caller.roles.length === 0 ? undefined : caller.id;',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'charge-without-key',
    kind: 'retry of a POST without a key',
    file: `${orders}/consumers/charge.ts`,
    find: "      headers: { 'idempotency-key': event.id },\n",
    replace: '',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
  {
    id: 'price-of-one-piece',
    kind: 'wrong sum',
    file: `${orders}/price.ts`,
    find: 'sum + price * quantity, 0)',
    replace: 'sum + price + 0 * quantity, 0)',
    combination: 'nothing',
    tier: 'built',
    visible: false,
  },
];
