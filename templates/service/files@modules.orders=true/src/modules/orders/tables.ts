import type { Generated } from 'kysely';
import { isoTime, wholeNumber } from '../../core/columns.ts';
import type { OrderStatus } from './model.ts';

/** The tables of this module. */
export type OrderTables = {
  orders: {
    id: string;
    customer_id: string | null;
    status: Generated<OrderStatus>;
    currency: string;
    total: number;
    created_at: Generated<Date>;
  };
  order_items: {
    order_id: string;
    product_id: string;
    name: string;
    price: number;
    quantity: number;
  };
  order_keys: {
    caller: string;
    key: string;
    request_hash: string;
    order_id: string;
  };
};

/** The API's fields that come from the order's own row, and what each is read from. */
export const orderColumns = {
  id: 'id',
  customerId: 'customer_id as customerId',
  status: 'status',
  total: wholeNumber('total').as('total'),
  currency: 'currency',
  createdAt: isoTime('created_at').as('createdAt'),
} as const;

/** Every field of an order but its items. */
export const wholeOrder = Object.values(orderColumns);
