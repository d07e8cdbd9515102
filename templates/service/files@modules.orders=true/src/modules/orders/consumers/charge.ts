import { type Consumer, type DomainEvent, Later, type Outbound } from '../../../core/contract.ts';
import { type HttpClient, UpstreamError } from '../../../core/http.ts';
import type { Stock } from '../../products/stock.ts';
import { orderPlacedType, readOrderPlaced } from '../event.ts';
import type { OrderRepository } from '../repository.ts';

/** How long an order stays pending before its charge is tried again. */
const retryAfterMs = 5_000;

export interface ChargePorts {
  readonly http: HttpClient;
  readonly outbound: Outbound;
  readonly orders: OrderRepository;
  readonly stock: Stock;
  /** The payment gateway's base URL. */
  gateway(): Promise<string>;
}

/**
 * Charges an order, then settles it: paid, or declined and its stock back on the shelf. When the
 * gateway is out of reach the order stays pending and the charge comes again: no order is lost to
 * an outage, and none is charged twice, because the event's id is the gateway's idempotency key.
 */
export function createCharge(ports: ChargePorts): Consumer {
  return {
    name: 'charge',
    on: orderPlacedType,
    async run(event, signal) {
      const { orderId, items } = readOrderPlaced(event);
      const status = await ports.outbound.call({
        target: 'payments',
        retryable: true,
        attempt: (attemptSignal) => charge(ports, event, AbortSignal.any([signal, attemptSignal])),
        fallback: stayPending,
      });
      return async (tx) => {
        const settled = await ports.orders.settle(tx, orderId, status);
        if (settled && status === 'declined') await ports.stock.release(tx, items);
      };
    },
  };
}

async function charge(
  { http, gateway }: ChargePorts,
  event: DomainEvent,
  signal: AbortSignal,
): Promise<'declined' | 'paid'> {
  const { orderId, total, currency } = readOrderPlaced(event);
  const target = await gateway();
  try {
    const response = await http.request({
      method: 'POST',
      url: `${target}/charges`,
      headers: { 'idempotency-key': event.id },
      json: { orderId, amount: total, currency },
      signal,
    });
    // A page that says 200 is not a charge: nothing but what the gateway promises makes an order paid.
    if (response.status !== 201) throw new UpstreamError(target, response);
    return 'paid';
  } catch (error) {
    // An answer, not a failure: it must neither be retried nor open a circuit.
    if (error instanceof UpstreamError && error.status === 402) return 'declined';
    throw error;
  }
}

/**
 * A gateway that calls the request itself wrong, or answers what it never promised, will do so
 * again: that needs a person, not time.
 */
function stayPending(cause: unknown): never {
  if (cause instanceof UpstreamError && !isTemporary(cause.status)) throw cause;
  const waitMs =
    cause instanceof UpstreamError ? (cause.retryAfterMs ?? retryAfterMs) : retryAfterMs;
  throw new Later('The payment gateway is out of reach; the order stays pending.', waitMs, {
    cause,
  });
}

const isTemporary = (status: number): boolean =>
  status >= 500 || status === 408 || status === 425 || status === 429;
