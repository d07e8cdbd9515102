import { unprocessable } from '../../core/errors.ts';
import type { StockLine, TakenProduct } from '../products/stock.ts';
import type { Order } from './model.ts';

/**
 * Prices the lines of an order.
 * @param products - the products of all lines, by id
 * @returns the items as they are sold, and their sum in the currency's minor unit
 * @throws unprocessable `mixed-currencies`
 */
export function priceOrder(
  lines: readonly StockLine[],
  products: ReadonlyMap<string, TakenProduct>,
): Pick<Order, 'currency' | 'items' | 'total'> {
  const sold = lines.flatMap(({ productId, quantity }) => {
    const product = products.get(productId);
    return product ? [{ ...product, quantity }] : [];
  });
  const [currency = '', ...others] = new Set(sold.map((line) => line.currency));
  if (others.length > 0) {
    throw unprocessable(
      `An order has one currency, these products have ${[currency, ...others].join(', ')}.`,
      'mixed-currencies',
    );
  }
  return {
    currency,
    items: sold.map(({ id, name, price, quantity }) => ({ productId: id, name, price, quantity })),
    total: sold.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
  };
}
