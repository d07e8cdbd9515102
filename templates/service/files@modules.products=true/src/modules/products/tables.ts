import type { Generated } from 'kysely';
import { isoTime } from '../../core/columns.ts';

/** The tables of this module. */
export type ProductTables = {
  products: {
    id: string;
    name: string;
    description: string;
    price: number;
    currency: string;
    stock: number;
    created_at: Generated<Date>;
  };
};

/** The API's fields, and what each is read from. */
export const productColumns = {
  id: 'id',
  name: 'name',
  description: 'description',
  price: 'price',
  currency: 'currency',
  stock: 'stock',
  createdAt: isoTime('created_at').as('createdAt'),
} as const;

/** Every field of a product. */
export const wholeProduct = Object.values(productColumns);
