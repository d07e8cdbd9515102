import { randomUUID } from 'node:crypto';
import type { InTx } from '../../core/contract.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { type Listing, type Page, toPage } from '../../core/listing.ts';
import {
  type NewProduct,
  type Product,
  type ProductChange,
  type ProductSort,
  maximumStock,
} from './model.ts';
import type { ProductRepository } from './repository.ts';

export interface ProductServicePorts {
  readonly inTx: InTx;
  readonly products: ProductRepository;
}

export type ProductService = ReturnType<typeof createProductService>;

/** The rules about what is for sale: stock is never negative, and never more than fits. */
export function createProductService({ inTx, products }: ProductServicePorts) {
  return {
    async list(listing: Listing<keyof Product, ProductSort>): Promise<Page<Partial<Product>>> {
      return toPage(listing, await products.list(listing));
    },

    /** @throws notFound */
    read: (id: string): Promise<Product> => products.read(id),

    async add(product: NewProduct): Promise<Product> {
      const [added] = await inTx((tx) =>
        products.insert(tx, [{ description: '', ...product, id: randomUUID() }]),
      );
      if (!added) throw new Error('A random id was taken already.');
      return added;
    },

    /** @throws notFound */
    async change(id: string, change: ProductChange): Promise<Product> {
      const changed = await inTx((tx) => products.update(tx, id, change));
      if (!changed) throw notFound(`There is no product ${id}.`);
      return changed;
    },

    /** @throws notFound; conflict `stock-out-of-range` */
    async changeStock(id: string, by: number): Promise<Product> {
      return inTx(async (tx) => {
        const stock = await products.lockStock(tx, id);
        if (stock === undefined) throw notFound(`There is no product ${id}.`);
        const left = stock + by;
        if (left < 0 || left > maximumStock) {
          throw conflict(
            `Stock is ${stock}; changed by ${by} it would not be within 0 to ${maximumStock}.`,
            'stock-out-of-range',
          );
        }
        return products.changeStock(tx, id, by);
      });
    },
  };
}
