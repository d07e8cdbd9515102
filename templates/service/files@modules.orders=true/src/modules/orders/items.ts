import type { Kysely } from 'kysely';
import type { OrderItem } from './model.ts';
import type { OrderTables } from './tables.ts';

/** The items of any number of orders, in one query. */
export async function readItems(
  db: Kysely<OrderTables>,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, OrderItem[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('order_items')
    .select(['order_id as orderId', 'product_id as productId', 'name', 'price', 'quantity'])
    .where('order_id', 'in', [...orderIds])
    .orderBy('order_id')
    .orderBy('product_id')
    .execute();
  const items = new Map<string, OrderItem[]>();
  for (const { orderId, ...item } of rows) {
    const known = items.get(orderId);
    if (known) known.push(item);
    else items.set(orderId, [item]);
  }
  return items;
}
