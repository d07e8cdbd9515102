import type { Consumer } from '../../../core/contract.ts';
import type { OutsideUrls } from '../config.ts';
import { orderPlacedType } from '../event.ts';
import { type ChargePorts, createCharge } from './charge.ts';
import { type Notification, createNotification } from './notify.ts';

/**
 * Everything that happens because an order was placed. Each consumer is delivered to on its own:
 * one that fails does not hold up the others.
 */
export function createConsumers(
  ports: ChargePorts,
  urls: Pick<OutsideUrls, 'analytics' | 'mail' | 'warehouse'>,
): readonly Consumer[] {
  return [
    createCharge(ports),
    ...notifications(urls).map((notification) => createNotification(ports, notification)),
  ];
}

function notifications({
  mail,
  warehouse,
  analytics,
}: Parameters<typeof createConsumers>[1]): readonly Notification[] {
  const known: readonly (Omit<Notification, 'url'> & { readonly url: string | undefined })[] = [
    {
      name: 'confirmation-mail',
      target: 'mail',
      url: mail && `${mail}/mails`,
      body: ({ orderId, customerId, total, currency }) => ({
        template: 'order-confirmation',
        recipient: customerId,
        values: { orderId, total, currency },
      }),
    },
    {
      name: 'warehouse',
      target: 'warehouse',
      url: warehouse && `${warehouse}/shipments`,
      body: ({ orderId, items }) => ({
        orderId,
        lines: items.map(({ productId, quantity }) => ({ productId, quantity })),
      }),
    },
    {
      name: 'analytics',
      target: 'analytics',
      url: analytics && `${analytics}/events`,
      body: (order) => ({ type: orderPlacedType, ...order }),
    },
  ];
  return known.flatMap(({ url, ...rest }) => (url === undefined ? [] : [{ ...rest, url }]));
}
