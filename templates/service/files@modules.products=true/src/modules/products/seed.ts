import type { Tx } from '../../core/contract.ts';
import type { ProductRepository } from './repository.ts';

/** Ids are fixed, so that seeding twice changes nothing. */
const samples = [
  {
    id: '00000000-0000-4000-8000-000000000001',
    name: 'Teapot',
    description: 'Short and stout.',
    price: 2450,
    currency: 'EUR',
    stock: 100,
  },
  {
    id: '00000000-0000-4000-8000-000000000002',
    name: 'Tea, 100 g',
    description: 'First flush.',
    price: 890,
    currency: 'EUR',
    stock: 1000,
  },
] as const;

/** Adds a teapot and something to put into it. */
export async function seedProducts(tx: Tx, products: ProductRepository): Promise<void> {
  await products.insert(tx, samples);
}
