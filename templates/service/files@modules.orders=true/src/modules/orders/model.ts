import { Type, type Static } from 'typebox';
import { currencyCode, minorUnits, text, timestamp, uuid } from '../../core/fields.ts';
import { listQuery } from '../../core/listing.ts';

/** `pending` until the payment gateway has decided. */
export type OrderStatus = 'pending' | 'paid' | 'declined';

/** One product of an order, as it was sold. */
export const OrderItem = Type.Object(
  {
    productId: uuid(),
    name: text(1, 200),
    /** Of one piece, in the currency's minor unit. */
    price: minorUnits(100_000_000),
    quantity: Type.Integer({ minimum: 1 }),
  },
  { additionalProperties: false },
);
export type OrderItem = Static<typeof OrderItem>;

/** An order as the API shows it. */
export const Order = Type.Object(
  {
    id: uuid(),
    /** `null` when a gateway in front authenticates and did not say who ordered. */
    customerId: Type.Union([Type.String(), Type.Null()]),
    status: Type.Unsafe<OrderStatus>(Type.String({ enum: ['pending', 'paid', 'declined'] })),
    /** In the currency's minor unit. */
    total: minorUnits(Number.MAX_SAFE_INTEGER),
    currency: currencyCode(),
    items: Type.Array(OrderItem),
    createdAt: timestamp(),
  },
  { additionalProperties: false },
);
export type Order = Static<typeof Order>;

/** What a customer sends. Lines of one product are added up. */
export const NewOrder = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        { productId: uuid(), quantity: Type.Integer({ minimum: 1, maximum: 1_000 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
  },
  { additionalProperties: false },
);
export type NewOrder = Static<typeof NewOrder>;

/** Sent with every `POST /orders`; the same key and body always mean the same order. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.String({ minLength: 1, maxLength: 255, pattern: '^[!-~]+$' }),
});

/** The query string of the list. */
export const OrderQuery = listQuery(Order, ['createdAt']);
export type OrderSort = 'createdAt';
