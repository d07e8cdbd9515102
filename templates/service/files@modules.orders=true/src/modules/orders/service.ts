import { randomUUID } from 'node:crypto';
import type { Events, InTx, Principal, Tx } from '../../core/contract.ts';
import { notFound, unprocessable } from '../../core/errors.ts';
import { type Listing, type Page, toPage } from '../../core/listing.ts';
import type { Stock, StockLine } from '../products/stock.ts';
import { orderPlaced } from './event.ts';
import { claimKey, hashRequest } from './keys.ts';
import type { NewOrder, Order, OrderSort } from './model.ts';
import { priceOrder } from './price.ts';
import type { OrderRepository, Owner } from './repository.ts';

export interface OrderServicePorts {
  readonly inTx: InTx;
  readonly events: Events;
  readonly orders: OrderRepository;
  readonly stock: Stock;
}

/** An order, and whether it had been placed by an earlier request with the same key. */
export interface Placed {
  readonly order: Order;
  readonly replayed: boolean;
}

export type OrderService = ReturnType<typeof createOrderService>;

/**
 * The rules about orders. A caller of `null` means that a gateway in front has already decided who
 * may do what; otherwise everyone sees their own orders, and an admin all of them.
 */
export function createOrderService({ inTx, events, orders, stock }: OrderServicePorts) {
  return {
    async list(
      caller: Principal | null,
      listing: Listing<keyof Order, OrderSort>,
    ): Promise<Page<Partial<Order>>> {
      return toPage(listing, await orders.list(listing, ownerFor(caller)));
    },

    /** @throws notFound, also when it is someone else's: its existence is none of the caller's business */
    async read(caller: Principal | null, id: string): Promise<Order> {
      const order = await orders.find(id);
      const owner = ownerFor(caller);
      if (!order || (owner !== undefined && order.customerId !== owner)) {
        throw notFound(`You have no order ${id}.`);
      }
      return order;
    },

    /**
     * Places an order once per caller and key, however often and however concurrently it is sent.
     * Claim of the key, stock, order, items and event are one transaction.
     * @throws unprocessable `idempotency-key-reused`, `unknown-product`, `mixed-currencies`;
     *   conflict `out-of-stock`
     */
    async place(caller: Principal | null, key: string, request: NewOrder): Promise<Placed> {
      const lines = addUp(request);
      const use = {
        caller: caller?.id ?? '',
        key,
        requestHash: hashRequest(lines),
        orderId: randomUUID(),
      };
      const placed = await inTx(async (tx) => {
        const holder = await claimKey(tx, use);
        if (holder.requestHash !== use.requestHash) throw keyReused(key);
        return holder === use ? write(tx, use.orderId, caller, lines) : holder.orderId;
      });
      if (typeof placed !== 'string') return { order: placed, replayed: false };
      const earlier = await orders.find(placed);
      if (!earlier) throw new Error(`The order ${placed} of a claimed key is missing.`);
      // Answered as it was the first time: nothing but the status of an order ever changes.
      return { order: { ...earlier, status: 'pending' }, replayed: true };
    },
  };

  async function write(
    tx: Tx,
    id: string,
    caller: Principal | null,
    lines: readonly StockLine[],
  ): Promise<Order> {
    const taken = await stock.take(tx, lines);
    const order = await orders.insert(tx, {
      id,
      customerId: caller?.id ?? null,
      ...priceOrder(lines, taken),
    });
    await events.publish(tx, orderPlaced(order));
    return order;
  }
}

const ownerFor = (caller: Principal | null): Owner =>
  caller === null || caller.roles.includes('admin') ? undefined : caller.id;

const keyReused = (key: string) =>
  unprocessable(
    `Idempotency-Key ${key} was sent before with another body; use a new key for a new order.`,
    'idempotency-key-reused',
  );

/** One line a product, in order of id: equal orders look equal however they were written. */
function addUp({ items }: NewOrder): readonly StockLine[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of items) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((one, other) => (one.productId < other.productId ? -1 : 1));
}
