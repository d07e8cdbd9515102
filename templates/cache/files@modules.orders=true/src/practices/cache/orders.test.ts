import { expect, it } from 'vitest';
import { callerOf } from '../../../test/caller.ts';
import { buildService } from '../../../test/harness.ts';
import { alice, newKey } from '../../../test/samples.ts';
import { addProduct } from '../../modules/products/testing.ts';

it('shows the stock that an order left', async () => {
  const service = await buildService();
  try {
    const { id } = await addProduct(service.ports, { stock: 5 });
    const read = async () => (await service.app.inject(`/products/${id}`)).json<object>();
    expect(await read()).toMatchObject({ stock: 5 });
    const caller = await callerOf(service, alice);
    const order = { items: [{ productId: id, quantity: 2 }] };
    const placed = await caller.post('/orders', order, { 'idempotency-key': newKey() });
    expect(placed.statusCode).toBe(201);
    expect(await read()).toMatchObject({ stock: 3 });
  } finally {
    await service.close();
  }
});
