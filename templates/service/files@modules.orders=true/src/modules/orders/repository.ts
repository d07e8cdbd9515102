import type { Kysely } from 'kysely';
import type { NoTables, Tx } from '../../core/contract.ts';
import { behind, parseSort } from '../../core/keyset.ts';
import { type Listing, readFields } from '../../core/listing.ts';
import { readItems } from './items.ts';
import type { Order, OrderSort, OrderStatus } from './model.ts';
import { type OrderTables, orderColumns, wholeOrder } from './tables.ts';

/** Whose orders; `undefined` for everyone's. */
export type Owner = string | undefined;

export type OrderRepository = ReturnType<typeof createOrderRepository>;

/**
 * The only place that knows how orders are stored. However many orders are read, their items take
 * one more query.
 * @param database - for reads outside a transaction
 */
export function createOrderRepository(database: Kysely<NoTables>) {
  const db = database.withTables<OrderTables>();
  return {
    /** One more than the page holds, to tell whether there is a next one. */
    async list(
      listing: Listing<keyof Order, OrderSort>,
      owner: Owner,
    ): Promise<readonly Partial<Order>[]> {
      const { direction } = parseSort(listing.sort);
      const names = readFields(listing).filter((name) => name !== 'items');
      let page = db
        .selectFrom('orders')
        .select(names.map((name) => orderColumns[name]))
        .orderBy('created_at', direction)
        .orderBy('id', direction)
        .limit(listing.limit + 1);
      if (owner !== undefined) page = page.where('customer_id', '=', owner);
      if (listing.after) page = page.where(behind('created_at', direction, listing.after));
      const orders = await page.execute();
      return listing.fields.includes('items') ? withItems(db, orders) : orders;
    },

    async find(id: string): Promise<Order | undefined> {
      const found = await db.selectFrom('orders').select(wholeOrder).where('id', '=', id).execute();
      return (await withItems(db, found))[0];
    },

    /** The oldest orders that are still pending after `olderThanMs`, at most `limit`. */
    async pending(olderThanMs: number, limit: number): Promise<readonly Order[]> {
      const found = await db
        .selectFrom('orders')
        .select(wholeOrder)
        .where('status', '=', 'pending')
        .where('created_at', '<', new Date(Date.now() - olderThanMs))
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return withItems(db, found);
    },

    /** Writes a new order and its items: two statements, however many items. */
    async insert(tx: Tx, order: Omit<Order, 'createdAt' | 'status'>): Promise<Order> {
      const own = tx.db.withTables<OrderTables>();
      const { id, customerId, total, currency, items } = order;
      const row = await own
        .insertInto('orders')
        .values({ id, customer_id: customerId, total, currency })
        .returning(wholeOrder)
        .executeTakeFirstOrThrow();
      await own
        .insertInto('order_items')
        .values(
          items.map(({ productId, ...item }) => ({ order_id: id, product_id: productId, ...item })),
        )
        .execute();
      return { ...row, items };
    },

    /**
     * Ends the wait for the payment gateway.
     * @returns false when the order was not pending: a second delivery changes nothing
     */
    async settle(tx: Tx, id: string, status: Exclude<OrderStatus, 'pending'>): Promise<boolean> {
      const { numUpdatedRows } = await tx.db
        .withTables<OrderTables>()
        .updateTable('orders')
        .set({ status })
        .where('id', '=', id)
        .where('status', '=', 'pending')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

async function withItems<T extends { readonly id: string }>(
  db: Kysely<OrderTables>,
  orders: readonly T[],
): Promise<(T & Pick<Order, 'items'>)[]> {
  const items = await readItems(
    db,
    orders.map(({ id }) => id),
  );
  return orders.map((order) => ({ ...order, items: items.get(order.id) ?? [] }));
}
