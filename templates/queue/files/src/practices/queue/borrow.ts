import type { Consumer, Practice } from '../../core/contract.ts';
import type { Broker } from './broker.ts';
import { queue } from './practice.ts';

/** What the queue works with, in a service that someone else composes. */
export interface Borrowed {
  /** Give it to `compose`, beside the queue. */
  readonly practice: Practice;
  readonly broker: Broker;
  readonly consumers: readonly Consumer[];
}

/**
 * Gets hold of the broker and the consumers of a service, for whoever is no practice: the command
 * line, and tests.
 *
 * @returns `broker` and `consumers` throw until the service is composed
 */
export function borrowQueue(): Borrowed {
  let broker: Broker | undefined;
  let consumers: (() => readonly Consumer[]) | undefined;
  return {
    practice: {
      name: 'queue-borrower',
      phase: 'resilience',
      needs: [queue],
      install(setup) {
        broker = setup.use(queue).broker;
        consumers = () => setup.consumers();
        return Promise.resolve({ handle: undefined });
      },
    },
    get broker() {
      return composed(broker);
    },
    get consumers() {
      return composed(consumers)();
    },
  };
}

function composed<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error('Compose a service with the borrower and the queue first.');
  return value;
}
