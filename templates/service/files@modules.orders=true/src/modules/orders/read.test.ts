import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import { admin, alice, bob, newKey } from '../../../test/samples.ts';
import { watchStatements } from '../../../test/statements.ts';
import type { Ports } from '../../core/contract.ts';
import { toListing } from '../../core/listing.ts';
import { createStock } from '../products/stock.ts';
import { addProducts } from '../products/testing.ts';
import { Order } from './model.ts';
import { createOrderRepository } from './repository.ts';
import { createOrderService, type OrderService } from './service.ts';

let service: TestService;
let orders: OrderService;
let products: readonly string[];
beforeAll(async () => {
  service = await buildService();
  orders = serviceOn(service.ports);
  const added = await addProducts(service.ports, [{ stock: 10_000 }, { stock: 10_000 }]);
  products = added.map(({ id }) => id);
});
afterAll(() => service.close());

const serviceOn = (ports: Ports) =>
  createOrderService({
    inTx: ports.inTx,
    events: ports.events,
    orders: createOrderRepository(ports.db),
    stock: createStock(ports.cache),
  });
const placeFor = async (caller: typeof alice | typeof bob) => {
  const items = products.map((productId) => ({ productId, quantity: 1 }));
  return (await orders.place(caller, newKey(), { items })).order;
};
const listing = (limit: number, fields?: string) =>
  toListing(Order, { limit, sort: '-createdAt', ...(fields === undefined ? {} : { fields }) });

describe('reading orders', () => {
  it('shows everyone their own, and an admin all of them', async () => {
    const hers = await placeFor(alice);
    const his = await placeFor(bob);
    expect(await orders.read(alice, hers.id)).toEqual(hers);
    expect(await orders.read(admin, his.id)).toEqual(his);
    await expect(orders.read(alice, his.id)).rejects.toMatchObject({ status: 404 });
    const idsOf = async (caller: typeof alice | typeof admin) =>
      (await orders.list(caller, listing(100, 'id'))).items.map(({ id }) => id);
    expect(await idsOf(alice)).not.toContain(his.id);
    expect(await idsOf(alice)).toContain(hers.id);
    expect(await idsOf(admin)).toEqual(expect.arrayContaining([hers.id, his.id]));
  });

  it('takes as many statements for a hundred orders as for one', async () => {
    for (let n = 0; n < 100; n += 1) await placeFor(alice);
    const countFor = async (limit: number) => {
      const watched = watchStatements(service.ports);
      const page = await serviceOn(watched.ports).list(alice, listing(limit));
      expect(page.items).toHaveLength(limit);
      expect(page.items.every(({ items }) => items?.length === 2)).toBe(true);
      return watched.count();
    };
    const one = await countFor(1);
    expect(await countFor(100)).toBe(one);
    expect(one).toBe(2);
  });

  it('reads no items when nobody asks for them', async () => {
    const watched = watchStatements(service.ports);
    const page = await serviceOn(watched.ports).list(alice, listing(5, 'id,total'));
    expect(watched.count()).toBe(1);
    expect(Object.keys(page.items[0] ?? {})).toEqual(['id', 'total']);
  });

  it('pages through orders of one instant without a gap or a duplicate', async () => {
    await sql`update orders set created_at = '2026-01-01T00:00:00.123Z'`.execute(service.ports.db);
    const seen: (string | undefined)[] = [];
    for (let cursor: string | undefined; ;) {
      const query = { limit: 9, sort: '-createdAt', fields: 'id' } as const;
      const page = await orders.list(
        alice,
        toListing(Order, cursor === undefined ? query : { ...query, cursor }),
      );
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      // Pages that repeat would go on for ever.
      expect(seen.length).toBeLessThan(1_000);
      cursor = page.nextCursor;
    }
    const { rows } = await sql<{ id: string }>`
      select id from orders where customer_id = ${alice.id}`.execute(service.ports.db);
    expect([...seen].sort()).toEqual(rows.map(({ id }) => id).sort());
  });
});

describe('the tables of orders', () => {
  it.each([
    ['a status that is none', `status = 'lost'`, 'orders_status_check'],
    ['a negative total', 'total = -1', 'orders_total_check'],
    ['a total that no number holds', 'total = 9007199254740992', 'orders_total_check'],
  ])('reject %s that bypasses the API', async (_what, change, constraint) => {
    const { id } = await placeFor(alice);
    await expect(
      sql`update orders set ${sql.raw(change)} where id = ${id}`.execute(service.ports.db),
    ).rejects.toMatchObject({ code: '23514', constraint });
  });

  it('reject an item without a quantity, and a key without an order', async () => {
    const { id } = await placeFor(alice);
    await expect(
      sql`update order_items set quantity = 0 where order_id = ${id}`.execute(service.ports.db),
    ).rejects.toMatchObject({ constraint: 'order_items_quantity_check' });
    await expect(
      sql`insert into order_keys values ('', 'orphan', '', gen_random_uuid())`.execute(
        service.ports.db,
      ),
    ).rejects.toMatchObject({ constraint: 'order_keys_order_id_fkey' });
  });
});
