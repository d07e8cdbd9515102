import { randomUUID } from 'node:crypto';
import type { Ports } from '../../core/contract.ts';
import type { Product } from './model.ts';
import { createProductRepository } from './repository.ts';

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
