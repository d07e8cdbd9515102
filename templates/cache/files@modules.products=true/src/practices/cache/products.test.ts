import { afterEach, beforeEach, expect, it } from 'vitest';
import { callerOf } from '../../../test/caller.ts';
import { buildService, type TestService } from '../../../test/harness.ts';
import { admin } from '../../../test/samples.ts';
import { watchStatements } from '../../../test/statements.ts';
import { createProductRepository } from '../../modules/products/repository.ts';
import { addProduct } from '../../modules/products/testing.ts';

let service: TestService;
beforeEach(async () => {
  service = await buildService();
});
afterEach(() => service.close());

const read = async (id: string) => (await service.app.inject(`/products/${id}`)).json<object>();

it('reads the database once for a hundred who ask for one product', async () => {
  const { id } = await addProduct(service.ports);
  const watched = watchStatements(service.ports);
  const products = createProductRepository(watched.ports);
  await Promise.all(Array.from({ length: 100 }, () => products.read(id)));
  expect(watched.count()).toBe(1);
});

it('shows the price that an admin set', async () => {
  const { id } = await addProduct(service.ports);
  await read(id);
  const caller = await callerOf(service, admin);
  await caller.patch(`/products/${id}`, { price: 4_200 });
  expect(await read(id)).toMatchObject({ price: 4_200 });
});

it('goes past the cache inside a transaction, and uses it again behind', async () => {
  const { id } = await addProduct(service.ports);
  await read(id);
  const watched = watchStatements(service.ports);
  const products = createProductRepository(watched.ports);
  await service.ports.inTx(async (tx) => {
    await products.lockStock(tx, id);
    const load = () => Promise.resolve('the own view of the transaction');
    expect(await service.ports.cache.read(`product:${id}`, load)).toBe(await load());
  });
  expect(await products.read(id)).toMatchObject({ id });
  expect(watched.count()).toBe(0);
});
