import { type Kysely, sql } from 'kysely';
import type { Cache, NoTables, Tx } from '../../core/contract.ts';
import { behind, parseSort } from '../../core/keyset.ts';
import { type Listing, readFields } from '../../core/listing.ts';
import { notFound } from '../../core/errors.ts';
import type { Product, ProductChange, ProductSort } from './model.ts';
import { type ProductTables, productColumns, wholeProduct } from './tables.ts';

const sortColumns = { createdAt: 'created_at', name: 'name', price: 'price' } as const;

/** Where a product is cached. */
export const productKey = (id: string): string => `product:${id}`;

export interface ProductRepositoryPorts {
  /** For reads outside a transaction. */
  readonly db: Kysely<NoTables>;
  readonly cache: Cache;
}

export type ProductRepository = ReturnType<typeof createProductRepository>;

/** The only place that knows how products are stored and cached. */
export function createProductRepository({ db, cache }: ProductRepositoryPorts) {
  const products = db.withTables<ProductTables>();
  return {
    /** One more than the page holds, to tell whether there is a next one. */
    async list(listing: Listing<keyof Product, ProductSort>): Promise<readonly Partial<Product>[]> {
      const { field, direction } = parseSort(listing.sort);
      const column = sortColumns[field];
      const page = products
        .selectFrom('products')
        .select(readFields(listing).map((name) => productColumns[name]))
        .orderBy(column, direction)
        .orderBy('id', direction)
        .limit(listing.limit + 1);
      const { after } = listing;
      return (after ? page.where(behind(column, direction, after)) : page).execute();
    },

    /**
     * Reads through the cache. A product that does not exist is not kept: anyone may ask for any id.
     * @throws notFound
     */
    read(id: string): Promise<Product> {
      return cache.read(productKey(id), async () => {
        const product = await products
          .selectFrom('products')
          .select(wholeProduct)
          .where('id', '=', id)
          .executeTakeFirst();
        if (!product) throw notFound(`There is no product ${id}.`);
        return product;
      });
    },

    /**
     * Adds products in one statement.
     * @returns those that were added; one whose id exists already is left out
     */
    async insert(
      tx: Tx,
      added: readonly Omit<Product, 'createdAt'>[],
    ): Promise<readonly Product[]> {
      return tx.db
        .withTables<ProductTables>()
        .insertInto('products')
        .values([...added])
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning(wholeProduct)
        .execute();
    },

    /** @returns the changed product; `undefined` when there is none */
    async update(tx: Tx, id: string, change: ProductChange): Promise<Product | undefined> {
      cache.invalidate(tx, productKey(id));
      return tx.db
        .withTables<ProductTables>()
        .updateTable('products')
        .set(change)
        .where('id', '=', id)
        .returning(wholeProduct)
        .executeTakeFirst();
    },

    /** @returns how many are left, the row locked until `tx` ends; `undefined` when there is no such product */
    async lockStock(tx: Tx, id: string): Promise<number | undefined> {
      const row = await tx.db
        .withTables<ProductTables>()
        .selectFrom('products')
        .select('stock')
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      return row?.stock;
    },

    /** Adds to the stock, or takes from it. */
    async changeStock(tx: Tx, id: string, by: number): Promise<Product> {
      cache.invalidate(tx, productKey(id));
      return tx.db
        .withTables<ProductTables>()
        .updateTable('products')
        .set({ stock: sql`stock + ${by}` })
        .where('id', '=', id)
        .returning(wholeProduct)
        .executeTakeFirstOrThrow();
    },
  };
}
