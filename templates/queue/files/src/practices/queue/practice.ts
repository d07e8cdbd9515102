import { readEnv } from '../../core/config.ts';
import type { Practice, Running, Setup } from '../../core/contract.ts';
import { createBullmqBroker } from './bullmq-broker.ts';
import type { Broker } from './broker.ts';
import { openTransport, transportNeeds } from './backend.ts';
import { queueCheck } from './health.ts';
import { createMemoryBroker } from './memory-broker.ts';
import { rewindEvents, writeEvent } from './outbox.ts';
import type { Polling } from './polling.ts';
import { startRelay } from './relay.ts';
import { type QueueSettings, queueEnv } from './settings.ts';
import { queueDb } from './tables.ts';
import { startConsumers, startPurging } from './worker.ts';

export interface QueueHandle {
  readonly broker: Broker;
}

/** Events go through an outbox and a broker to one queue a consumer. */
export const queue: Practice<QueueHandle> = {
  name: 'queue',
  phase: 'capabilities',
  needs: transportNeeds,
  async install(setup) {
    const settings = readEnv(queueEnv, setup.env);
    const broker = await openBroker(setup, settings);
    let relay: Polling | undefined;

    return {
      handle: { broker },
      ports: {
        events: {
          async publish(tx, event) {
            await writeEvent(queueDb(tx.db), event);
            // A relay in another process finds it at its next poll.
            tx.afterCommit(() => Promise.resolve(relay?.nudge()));
          },
        },
      },
      checks: [queueCheck(setup.ports, broker, settings)],
      roles: {
        async worker() {
          if (broker.kind === 'embedded') await rewindEvents(queueDb(setup.ports.db));
          relay = startRelay({
            ports: setup.ports,
            broker,
            consumers: setup.consumers(),
            settings,
            log: setup.log,
          });
          return startWorker(setup, broker, settings, relay);
        },
      },
      close: () => broker.close(),
    };
  },
};

async function openBroker(setup: Setup, settings: QueueSettings): Promise<Broker> {
  const transport = await openTransport(setup);
  return transport === undefined
    ? createMemoryBroker(settings)
    : createBullmqBroker(transport, settings, setup.log);
}

function startWorker(
  setup: Setup,
  broker: Broker,
  settings: QueueSettings,
  relay: Running,
): Running {
  const { ports, log } = setup;
  const working = startConsumers(ports, broker, setup.consumers(), settings, log);
  const purging = startPurging(ports, settings, log);
  return {
    async stop() {
      await relay.stop();
      await Promise.all([working.stop(), purging.stop()]);
    },
  };
}
