import type { Consumer, Outbound } from '../../../core/contract.ts';
import type { HttpClient } from '../../../core/http.ts';
import { type OrderPlaced, orderPlacedType, readOrderPlaced } from '../event.ts';

export interface NotifyPorts {
  readonly http: HttpClient;
  readonly outbound: Outbound;
}

/** One system that is told of every order. */
export interface Notification {
  /** The consumer's name. */
  readonly name: string;
  /** The system: calls to it share a circuit breaker. */
  readonly target: string;
  readonly url: string;
  /** What it is sent. */
  body(order: OrderPlaced): unknown;
}

/**
 * Tells another system that an order was placed. The event's id is the idempotency key, so a second
 * delivery has no second effect there; here there is nothing to commit.
 */
export function createNotification(
  { http, outbound }: NotifyPorts,
  { name, target, url, body }: Notification,
): Consumer {
  return {
    name,
    on: orderPlacedType,
    async run(event, signal) {
      await outbound.call({
        target,
        retryable: true,
        attempt: (attemptSignal) =>
          http.request({
            method: 'POST',
            url,
            headers: { 'idempotency-key': event.id },
            json: body(readOrderPlaced(event)),
            signal: AbortSignal.any([signal, attemptSignal]),
          }),
      });
      return async () => {};
    },
  };
}
