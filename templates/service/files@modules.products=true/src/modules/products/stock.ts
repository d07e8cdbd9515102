import { sql } from 'kysely';
import type { Cache, Tx } from '../../core/contract.ts';
import { conflict, unprocessable } from '../../core/errors.ts';
import { productKey } from './repository.ts';
import type { ProductTables } from './tables.ts';

/** So many of one product. */
export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

/** A product as it was when its stock was taken. */
export interface TakenProduct {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly currency: string;
}

/** What other modules may do with stock. Lines name each product once. */
export interface Stock {
  /**
   * Takes every line, or throws and takes none.
   * @returns the products by id
   * @throws unprocessable `unknown-product`; conflict `out-of-stock`
   */
  take(tx: Tx, lines: readonly StockLine[]): Promise<ReadonlyMap<string, TakenProduct>>;
  /** Puts back what was taken. */
  release(tx: Tx, lines: readonly StockLine[]): Promise<void>;
}

/**
 * Stock for other modules: any number of lines in two statements. Rows are always locked in order
 * of id, so that two orders that share products wait for each other and never deadlock.
 */
export function createStock(cache: Cache): Stock {
  return {
    async take(tx, lines) {
      const products = await lock(tx, lines);
      for (const { productId, quantity } of lines) {
        const product = products.get(productId);
        if (!product) throw unprocessable(`There is no product ${productId}.`, 'unknown-product');
        if (product.stock < quantity) {
          throw conflict(
            `Of product ${productId} ${product.stock} are left, ${quantity} were ordered.`,
            'out-of-stock',
          );
        }
      }
      await change(tx, cache, lines, -1);
      return products;
    },

    async release(tx, lines) {
      await lock(tx, lines);
      await change(tx, cache, lines, 1);
    },
  };
}

async function lock(tx: Tx, lines: readonly StockLine[]) {
  const rows = await tx.db
    .withTables<ProductTables>()
    .selectFrom('products')
    .select(['id', 'name', 'price', 'currency', 'stock'])
    .where(
      'id',
      'in',
      lines.map(({ productId }) => productId),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function change(tx: Tx, cache: Cache, lines: readonly StockLine[], sign: 1 | -1) {
  cache.invalidate(tx, ...lines.map(({ productId }) => productKey(productId)));
  const rows = lines.map(
    ({ productId, quantity }) => sql`(${productId}::uuid, ${sign * quantity}::integer)`,
  );
  await sql`
    update products set stock = stock + line.quantity
    from (values ${sql.join(rows)}) as line (product_id, quantity)
    where products.id = line.product_id`.execute(tx.db);
}
