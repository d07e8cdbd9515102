import { randomUUID } from 'node:crypto';
import type { Ports } from '../src/core/contract.ts';
import type { Product } from '../src/modules/products/model.ts';
import { createProductRepository } from '../src/modules/products/repository.ts';

/** Who may do everything. */
export const admin = { id: '00000000-0000-4000-8000-00000000000a', roles: ['admin'] } as const;
/** A customer. */
export const alice = { id: '00000000-0000-4000-8000-00000000000b', roles: ['customer'] } as const;
/** Another customer. */
export const bob = { id: '00000000-0000-4000-8000-00000000000c', roles: ['customer'] } as const;

/** A key that no other test uses. */
export const newKey = (): string => randomUUID();

/** Adds a product of which a test needs to say only what matters to it. */
export async function addProduct(ports: Ports, given: Partial<Product> = {}): Promise<Product> {
  const [product] = await addProducts(ports, [given]);
  if (!product) throw new Error('The product exists already.');
  return product;
}

/** Adds products in one statement: all get the same `createdAt`. */
export async function addProducts(
  ports: Ports,
  given: readonly Partial<Product>[],
): Promise<readonly Product[]> {
  const repository = createProductRepository(ports);
  return ports.inTx((tx) =>
    repository.insert(
      tx,
      given.map((one) => ({
        id: randomUUID(),
        name: 'Teapot',
        description: '',
        price: 1000,
        currency: 'EUR',
        stock: 10,
        ...one,
      })),
    ),
  );
}
