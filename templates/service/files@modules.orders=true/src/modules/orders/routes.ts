import { Type } from 'typebox';
import { problems } from '../../core/documented.ts';
import { pageOf, toListing } from '../../core/listing.ts';
import type { App } from '../../core/server.ts';
import { IdempotencyHeaders, NewOrder, Order, OrderQuery } from './model.ts';
import type { OrderService } from './service.ts';

const signedIn = { access: 'signed-in' } as const;
const tags = ['orders'];
const ById = Type.Object({ id: Order.properties.id });

/** Adds the routes of `/orders`. */
export function addOrderRoutes(app: App, orders: OrderService): void {
  app.post(
    '/orders',
    {
      config: signedIn,
      schema: {
        tags,
        summary: 'Place an order',
        description:
          'Send the same Idempotency-Key again when the answer was lost: the order is placed once, ' +
          'and the answer is the same, with `Idempotent-Replayed: true`.',
        headers: IdempotencyHeaders,
        body: NewOrder,
        response: {
          201: Order,
          ...problems({
            409: ['out-of-stock'],
            422: ['idempotency-key-reused', 'mixed-currencies', 'unknown-product'],
          }),
        },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const { order, replayed } = await orders.place(request.principal, key, request.body);
      if (replayed) reply.header('idempotent-replayed', 'true');
      return reply.code(201).header('location', `/orders/${order.id}`).send(order);
    },
  );

  app.get(
    '/orders',
    {
      config: signedIn,
      schema: {
        tags,
        summary: 'List your orders, or, as an admin, all of them',
        querystring: OrderQuery,
        response: { 200: pageOf(Order), ...problems({ 400: ['bad-cursor', 'validation'] }) },
      },
    },
    (request) => orders.list(request.principal, toListing(Order, request.query)),
  );

  app.get(
    '/orders/:id',
    {
      config: signedIn,
      schema: {
        tags,
        summary: 'Read an order',
        params: ById,
        response: { 200: Order, ...problems({ 404: ['not-found'] }) },
      },
    },
    (request) => orders.read(request.principal, request.params.id),
  );
}
