import { createHash } from 'node:crypto';
import type { Tx } from '../../core/contract.ts';
import type { OrderTables } from './tables.ts';

/** One use of an idempotency key. */
export interface KeyUse {
  /** Keys of different callers never meet. */
  readonly caller: string;
  readonly key: string;
  readonly requestHash: string;
  readonly orderId: string;
}

/**
 * Claims a key for an order, or finds the order that it already led to. A second request with the
 * same key waits here until the transaction of the first one has ended.
 * @returns the use that holds the key: the given one when it is new
 */
export async function claimKey(tx: Tx, use: KeyUse): Promise<KeyUse> {
  const db = tx.db.withTables<OrderTables>();
  const { caller, key, requestHash, orderId } = use;
  const claimed = await db
    .insertInto('order_keys')
    .values({ caller, key, request_hash: requestHash, order_id: orderId })
    .onConflict((conflict) => conflict.columns(['caller', 'key']).doNothing())
    .returning('order_id')
    .executeTakeFirst();
  if (claimed) return use;
  const earlier = await db
    .selectFrom('order_keys')
    .select(['request_hash as requestHash', 'order_id as orderId'])
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return { caller, key, ...earlier };
}

/** A digest that is equal for equal requests. */
export const hashRequest = (request: unknown): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('base64url');
