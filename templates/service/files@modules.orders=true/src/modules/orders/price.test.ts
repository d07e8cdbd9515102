import { describe, expect, it } from 'vitest';
import { priceOrder } from './price.ts';

const product = (id: string, price: number, currency = 'EUR') => ({
  id,
  name: `Product ${id}`,
  price,
  currency,
});
const byId = (...products: ReturnType<typeof product>[]) =>
  new Map(products.map((one) => [one.id, one]));

describe('pricing an order', () => {
  it('multiplies each price by its quantity and adds up', () => {
    const priced = priceOrder(
      [
        { productId: 'a', quantity: 2 },
        { productId: 'b', quantity: 3 },
      ],
      byId(product('a', 250), product('b', 7)),
    );
    expect(priced).toEqual({
      currency: 'EUR',
      total: 521,
      items: [
        { productId: 'a', name: 'Product a', price: 250, quantity: 2 },
        { productId: 'b', name: 'Product b', price: 7, quantity: 3 },
      ],
    });
  });

  it('stays exact beyond 32 bits', () => {
    const lines = [{ productId: 'a', quantity: 100_000 }];
    expect(priceOrder(lines, byId(product('a', 99_999_999))).total).toBe(9_999_999_900_000);
  });

  it('refuses two currencies, and names them', () => {
    const lines = [
      { productId: 'a', quantity: 1 },
      { productId: 'b', quantity: 1 },
    ];
    expect(() => priceOrder(lines, byId(product('a', 1, 'EUR'), product('b', 1, 'USD')))).toThrow(
      expect.objectContaining({
        status: 422,
        code: 'mixed-currencies',
        message: 'An order has one currency, these products have EUR, USD.',
      }),
    );
  });
});
