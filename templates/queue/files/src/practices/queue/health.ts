import type { Check, Ports } from '../../core/contract.ts';
import type { Broker } from './broker.ts';
import { relayLag } from './outbox.ts';
import type { QueueSettings } from './settings.ts';
import { queueDb } from './tables.ts';

/**
 * The queue's health. It is not critical: without a broker orders are still taken, and delivered
 * later.
 */
export function queueCheck(
  ports: Ports,
  broker: Broker,
  { QUEUE_LAG_MS: allowedMs }: QueueSettings,
): Check {
  return {
    name: 'queue',
    critical: false,
    async run() {
      await broker.ping();
      const lag = await relayLag(queueDb(ports.db));
      if (lag > allowedMs) {
        throw new Error(
          `expected every event relayed within ${String(allowedMs)} ms, found one that waits for ` +
            `${String(Math.round(lag))} ms: is a worker running, and does the broker take its jobs?`,
        );
      }
    },
  };
}
