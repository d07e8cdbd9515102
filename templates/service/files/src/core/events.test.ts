import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../test/harness/patience.ts';
import { Later, type Consumer, type DomainEvent, type InTx } from './contract.ts';
import { createInProcessEvents, type InProcessEventsOptions } from './events.ts';
import { createLog } from './log.ts';

const event = (id: string): DomainEvent => ({ id, type: 'order.placed', data: {} });
const nothing = () => Promise.resolve();

/** Runs the work, then its tasks: a transaction without a database. */
const inTx: InTx = async (work) => {
  const tasks: (() => Promise<void>)[] = [];
  const result = await work({
    db: undefined as never,
    afterCommit: (task) => void tasks.push(task),
  });
  for (const task of tasks) await task();
  return result;
};

function build(consumers: readonly Consumer[], options: Partial<InProcessEventsOptions> = {}) {
  const lines: string[] = [];
  const { log } = createLog({
    level: 'info',
    service: 'test',
    destination: { write: (line) => lines.push(line) },
  });
  const events = createInProcessEvents({
    inTx,
    consumers: () => consumers,
    log,
    sweepEveryMs: 20,
    retryAfterMs: 10,
    ...options,
  });
  const publish = (id: string) => inTx((tx) => events.publish(tx, event(id)));
  return { events, lines, publish };
}

/** A consumer that fails always, and how often it did. */
function createFailing(): { readonly consumer: Consumer; runs(): number } {
  let runs = 0;
  const run = () => {
    runs += 1;
    return Promise.reject(new Error('no mail today'));
  };
  return { consumer: { name: 'failing', on: 'order.placed', run }, runs: () => runs };
}

describe('events without a queue', () => {
  it('reach every consumer of their type after the commit, and no other', async () => {
    const seen: string[] = [];
    const consumer = (name: string, on: string): Consumer => ({
      name,
      on,
      run: ({ id }) => {
        seen.push(`${name} ran ${id}`);
        return Promise.resolve(() => {
          seen.push(`${name} committed ${id}`);
          return nothing();
        });
      },
    });
    const { events, publish } = build([
      consumer('charge', 'order.placed'),
      consumer('mail', 'order.placed'),
      consumer('other', 'user.added'),
    ]);
    await inTx(async (tx) => {
      await events.publish(tx, event('1'));
      await sleep(10);
      expect(seen).toEqual([]);
    });
    await publish('2');
    await events.drain();
    expect(seen.sort()).toEqual([
      'charge committed 1',
      'charge committed 2',
      'charge ran 1',
      'charge ran 2',
      'mail committed 1',
      'mail committed 2',
      'mail ran 1',
      'mail ran 2',
    ]);
  });

  it('do not make the publisher wait, nor fail, for a consumer', async () => {
    const published = Promise.withResolvers<undefined>();
    const failing: Consumer = {
      name: 'failing',
      on: 'order.placed',
      run: () => published.promise.then(() => Promise.reject(new Error('no mail today'))),
    };
    const { events, lines, publish } = build([failing]);
    await publish('1');
    published.resolve(undefined);
    await events.drain();
    expect(lines.join()).toContain('no mail today');
  });

  it('run no more consumers at once than allowed', async () => {
    let now = 0;
    let most = 0;
    const slow: Consumer = {
      name: 'slow',
      on: 'order.placed',
      run: async () => {
        most = Math.max(most, (now += 1));
        await sleep(5);
        now -= 1;
        return nothing;
      },
    };
    const { publish } = build([slow], { concurrency: 2 });
    for (let id = 0; id < 10; id += 1) await publish(String(id));
    await expect.poll(() => now).toBe(0);
    expect(most).toBe(2);
  });

  it('come again to the consumer that asked for later, and only to it', async () => {
    const runs: string[] = [];
    const consumer = (name: string, waits: number): Consumer => ({
      name,
      on: 'order.placed',
      run: () => {
        runs.push(name);
        const before = runs.filter((run) => run === name).length;
        return before <= waits
          ? Promise.reject(new Later('busy', 1_000))
          : Promise.resolve(nothing);
      },
    });
    const { publish } = build([consumer('charge', 2), consumer('mail', 0)]);
    await publish('1');
    await expect
      .poll(() => runs.toSorted(), eventually)
      .toEqual(['charge', 'charge', 'charge', 'mail']);
  });

  it('come again to the consumer that failed, and only to it, ever more slowly', async () => {
    const runs: string[] = [];
    const times: number[] = [];
    const mail: Consumer = {
      name: 'mail',
      on: 'order.placed',
      run: () => {
        runs.push('mail');
        times.push(performance.now());
        return times.length < 4 ? Promise.reject(new Error('no mail')) : Promise.resolve(nothing);
      },
    };
    const warehouse: Consumer = {
      name: 'warehouse',
      on: 'order.placed',
      run: () => {
        runs.push('warehouse');
        return Promise.resolve(nothing);
      },
    };
    const { events, publish } = build([mail, warehouse], { retryAfterMs: 50 });
    await publish('1');
    await expect
      .poll(() => runs.toSorted(), eventually)
      .toEqual(['mail', 'mail', 'mail', 'mail', 'warehouse']);
    const [first = 0, second = 0, third = 0, fourth = 0] = times;
    // A timer may fire a millisecond early.
    expect(second - first).toBeGreaterThanOrEqual(49);
    expect(third - second).toBeGreaterThanOrEqual(99);
    expect(fourth - third).toBeGreaterThanOrEqual(199);
    await sleep(500);
    expect(runs).toHaveLength(5);
    await events.drain();
  });

  it('are given up, and named in the log, when a consumer fails too often', async () => {
    const failing = createFailing();
    const { events, lines, publish } = build([failing.consumer], { attempts: 3 });
    await publish('1');
    await expect.poll(() => lines.join(), eventually).toContain('given up');
    await sleep(100);
    expect(failing.runs()).toBe(3);
    await events.drain();
  });

  it('are not begun again by the sweep while they wait to come again', async () => {
    const failing = createFailing();
    const { events, publish } = build([failing.consumer], { retryAfterMs: 60_000 });
    await publish('1');
    const sweep = events.startSweep([() => Promise.resolve([event('1')])]);
    await sleep(100);
    expect(failing.runs()).toBe(1);
    await sweep.stop();
    await events.drain();
  });

  it('do not come again once the process stops, which names them in the log', async () => {
    const failing = createFailing();
    const { events, lines, publish } = build([failing.consumer]);
    await publish('1');
    await events.drain();
    const before = failing.runs();
    await sleep(100);
    expect(failing.runs()).toBe(before);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ delivery: 'failing 1', msg: 'not delivered: the process stops' }),
    );
  });

  it('are swept up when a crash swallowed them, and not while they still run', async () => {
    let runs = 0;
    const first = Promise.withResolvers<undefined>();
    const slow: Consumer = {
      name: 'slow',
      on: 'order.placed',
      run: async () => {
        runs += 1;
        if (runs === 1) await first.promise;
        return nothing;
      },
    };
    const { events } = build([slow]);
    const sweep = events.startSweep([() => Promise.resolve([event('lost')])]);
    await sleep(70);
    expect(runs).toBe(1);
    first.resolve(undefined);
    await expect.poll(() => runs).toBeGreaterThan(1);
    await sweep.stop();
    await events.drain();
  });
});
