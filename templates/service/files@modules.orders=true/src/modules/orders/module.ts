import type { CreateModule } from '../../core/contract.ts';
import { createHttpClient } from '../../core/http.ts';
import { createStock } from '../products/stock.ts';
import { readOutsideUrls } from './config.ts';
import { createConsumers } from './consumers/consumers.ts';
import { orderPlaced } from './event.ts';
import { createOrderRepository } from './repository.ts';
import { addOrderRoutes } from './routes.ts';
import { createPaymentSandbox } from './sandbox.ts';
import { createOrderService } from './service.ts';

/** Orders: placed once, charged once, and told to whoever has to know. */
export const orders: CreateModule = ({ ports, env }) => {
  const urls = readOutsideUrls(env);
  const { payments } = urls;
  const repository = createOrderRepository(ports.db);
  const stock = createStock(ports.cache);
  const service = createOrderService({
    inTx: ports.inTx,
    events: ports.events,
    orders: repository,
    stock,
  });
  return {
    name: 'orders',
    consumers: createConsumers(
      {
        http: createHttpClient(),
        outbound: ports.outbound,
        orders: repository,
        stock,
        gateway: payments === undefined ? createPaymentSandbox() : () => Promise.resolve(payments),
      },
      urls,
    ),
    routes: (app) => addOrderRoutes(app, service),
    unfinished: async (olderThanMs, limit) =>
      (await repository.pending(olderThanMs, limit)).map(orderPlaced),
  };
};
