import type { Ports } from '../../core/contract.ts';
import { alice, newKey } from '../../../test/samples.ts';
import { addProduct } from '../products/testing.ts';
import { createStock } from '../products/stock.ts';
import type { Order } from './model.ts';
import { createOrderRepository } from './repository.ts';
import { createOrderService } from './service.ts';

/** Places an order of a product of its own; nobody is told of it. */
export async function addOrder(ports: Ports): Promise<Order> {
  const { id } = await addProduct(ports);
  const orders = createOrderService({
    inTx: ports.inTx,
    events: { publish: () => Promise.resolve() },
    orders: createOrderRepository(ports.db),
    stock: createStock(ports.cache),
  });
  const placed = await orders.place(alice, newKey(), { items: [{ productId: id, quantity: 1 }] });
  return placed.order;
}
