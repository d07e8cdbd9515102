import { buildService, type TestService } from '../../../../test/harness.ts';
import type { Consumer, DomainEvent } from '../../../core/contract.ts';
import { transportNeeds } from '../backend.ts';
import { queue } from '../practice.ts';

/** What a consumer of a test does with one event, told how often it was called with it before. */
export type Act = (earlierCalls: number, signal: AbortSignal) => Promise<void>;

/** A consumer that counts. */
export interface Probe {
  readonly consumer: Consumer;
  /** Calls by the id of the event. */
  readonly calls: ReadonlyMap<string, number>;
  /** Commits by the id of the event. */
  readonly commits: ReadonlyMap<string, number>;
}

/** The type of event that probes listen to. */
export const probed = 'probed';

/** @param act - the effect outside; by default there is none */
export function createProbe(name: string, act: Act = () => Promise.resolve()): Probe {
  const calls = new Map<string, number>();
  const commits = new Map<string, number>();
  return {
    calls,
    commits,
    consumer: {
      name,
      on: probed,
      async run({ id }, signal) {
        const earlier = count(calls, id);
        await act(earlier, signal);
        return () => {
          count(commits, id);
          return Promise.resolve();
        };
      },
    },
  };
}

function count(counts: Map<string, number>, id: string): number {
  const earlier = counts.get(id) ?? 0;
  counts.set(id, earlier + 1);
  return earlier;
}

/** A service that has nothing but the queue and these consumers. */
export function buildProbedService(
  probes: readonly Probe[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestService> {
  const consumers = probes.map(({ consumer }) => consumer);
  return buildService({
    env,
    practices: [...transportNeeds, queue],
    modules: [() => ({ name: 'probes', consumers })],
  });
}

/** Publishes one event, in a transaction of its own. */
export async function publish({ ports }: TestService, id: string): Promise<DomainEvent> {
  const event = { id, type: probed, data: { note: `about ${id}` } };
  await ports.inTx((tx) => ports.events.publish(tx, event));
  return event;
}
