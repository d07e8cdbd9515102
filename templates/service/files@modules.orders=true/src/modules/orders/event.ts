import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { DomainEvent } from '../../core/contract.ts';
import { type Order, OrderItem, Order as OrderSchema } from './model.ts';

/** The type of the event that an order is placed. */
export const orderPlacedType = 'order.placed';

/** What its consumers need to know, so that none of them has to ask. */
export const OrderPlaced = Type.Object({
  orderId: OrderSchema.properties.id,
  customerId: OrderSchema.properties.customerId,
  total: OrderSchema.properties.total,
  currency: OrderSchema.properties.currency,
  items: Type.Array(OrderItem),
});
export type OrderPlaced = Static<typeof OrderPlaced>;

/**
 * The event of an order. Made from the same order it is the same event, with the same id: that is
 * what makes its effects idempotent.
 */
export const orderPlaced = ({ id, customerId, total, currency, items }: Order): DomainEvent => ({
  id: `${orderPlacedType}:${id}`,
  type: orderPlacedType,
  data: { orderId: id, customerId, total, currency, items } satisfies OrderPlaced,
});

/**
 * Reads an event that may have been on disk, written by another release.
 * @throws TypeError when it is not one of ours
 */
export function readOrderPlaced(event: DomainEvent): OrderPlaced {
  if (Value.Check(OrderPlaced, event.data)) return event.data;
  const [problem] = Value.Errors(OrderPlaced, event.data);
  throw new TypeError(
    `Event ${event.id} is no ${orderPlacedType}: ${problem?.instancePath ?? ''} ${problem?.message ?? ''}`,
  );
}
