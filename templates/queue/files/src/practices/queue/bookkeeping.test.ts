import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildService, type TestService } from '../../../test/harness.ts';
import { type Consumer, type DomainEvent, Later, type Tx } from '../../core/contract.ts';
import { DatabaseUnreachable } from '../../core/database-errors.ts';
import { createLog } from '../../core/log.ts';
import { NothingFound, runCommand, type Desk } from './console.ts';
import { bury, listDeadLetters, reviveDeadLetters } from './dead-letters.ts';
import { deliver } from './delivery.ts';
import { describeAnswer } from './describe-answer.ts';
import { enterInbox, purgeInbox } from './inbox.ts';
import { createMemoryBroker } from './memory-broker.ts';
import { claimEvents, relayLag, writeEvent } from './outbox.ts';
import { relayBatch } from './relay.ts';
import { queueEnv, type QueueSettings } from './settings.ts';
import { readEnv } from '../../core/config.ts';
import { type QueueDb, queueDb } from './tables.ts';
import { createProbe, probed } from './testing/probe.ts';
import { jobHandler } from './worker.ts';

const settings: QueueSettings = readEnv(queueEnv, { QUEUE_BATCH: '10' });
const day = 86_400_000;
const event = (id: string): DomainEvent => ({ id, type: probed, data: ['a list', 1] });
const names = ['first', 'second'];
const consumers: readonly Consumer[] = names.map((name) => createProbe(name).consumer);

describe('the tables of the queue', () => {
  let service: TestService;
  let db: QueueDb;
  beforeAll(async () => {
    service = await buildService();
    db = queueDb(service.ports.db);
  });
  afterEach(async () => {
    for (const table of ['outbox', 'inbox', 'dead_letters'] as const) {
      await db.deleteFrom(table).execute();
    }
  });
  afterAll(() => service.close());

  const relay = async () => {
    const added: [string, string][] = [];
    const add = (consumer: string, events: readonly DomainEvent[]) => {
      added.push(...events.map(({ id }): [string, string] => [consumer, id]));
      return Promise.resolve();
    };
    await relayBatch(db, { add }, consumers, settings);
    return added.sort();
  };
  const makeDue = () =>
    db
      .updateTable('outbox')
      .set({ relay_at: new Date(0) })
      .execute();
  const outbox = () => db.selectFrom('outbox').select(['event_id', 'relays']).execute();

  it('keep an event as it was published, and only once', async () => {
    await writeEvent(db, event('a'));
    await writeEvent(db, event('a'));
    expect(await claimEvents(db, 10, 60_000)).toEqual([event('a')]);
    expect(await claimEvents(db, 10, 60_000)).toEqual([]);
  });

  it('give the relay what nobody settled, and forget what all have', async () => {
    await writeEvent(db, event('a'));
    expect(await relay()).toEqual([
      ['first', 'a'],
      ['second', 'a'],
    ]);
    expect(await relay()).toEqual([]);

    await enterInbox(db, 'a', 'first');
    await makeDue();
    expect(await relay()).toEqual([['second', 'a']]);

    await bury(db, { event: event('a'), consumer: 'second', reason: 'why', attempts: 1 });
    await makeDue();
    expect(await relay()).toEqual([]);
    expect(await outbox()).toEqual([]);
  });

  it('forget an event that nobody listens to', async () => {
    await writeEvent(db, { id: 'a', type: 'unheard', data: null });
    expect(await relay()).toEqual([]);
    expect(await outbox()).toEqual([]);
  });

  it('have events due again a second after the broker refused them', async () => {
    await writeEvent(db, event('a'));
    const refuse = () => Promise.reject(new Error('no broker'));
    const failing = relayBatch(db, { add: refuse }, consumers, settings);
    await expect(failing).rejects.toThrow('no broker');
    const { relay_at } = await db.selectFrom('outbox').select('relay_at').executeTakeFirstOrThrow();
    expect(relay_at.getTime() - Date.now()).toBeLessThanOrEqual(1_000);
  });

  describe('tell how long an event waits to be handed over', () => {
    const refuse = () => Promise.reject(new Error('no broker'));
    const publishedLongAgo = async () => {
      await writeEvent(db, event('a'));
      await db
        .updateTable('outbox')
        .set({ created_at: new Date(Date.now() - day) })
        .execute();
    };

    it('however often the broker refused it, and count none of those times', async () => {
      await publishedLongAgo();
      for (let time = 0; time < 3; time += 1) {
        await makeDue();
        await expect(relayBatch(db, { add: refuse }, consumers, settings)).rejects.toThrow();
      }
      expect(await relayLag(db)).toBeGreaterThan(day - 60_000);
      expect(await outbox()).toEqual([{ event_id: 'a', relays: 0 }]);
    });

    it('and no longer once it was', async () => {
      await publishedLongAgo();
      await relay();
      expect(await relayLag(db)).toBe(0);
      await makeDue();
      expect(await relayLag(db)).toBeGreaterThan(day);
    });

    it('anew when a dead letter is retried', async () => {
      await publishedLongAgo();
      await bury(db, { event: event('a'), consumer: 'second', reason: 'why', attempts: 1 });
      await reviveDeadLetters(db, await listDeadLetters(db, {}, 10));
      expect(await relayLag(db)).toBeLessThan(60_000);
    });
  });

  it('let two deliveries of one event commit once', async () => {
    const { consumer, calls, commits } = createProbe('first');
    const { signal } = new AbortController();
    const once = () => deliver(service.ports, consumer, event('a'), signal, 5_000);
    await Promise.all([once(), once()]);
    expect(calls.get('a')).toBe(2);
    expect(commits.get('a')).toBe(1);
    await once();
    expect(calls.get('a')).toBe(2);
  });

  it('roll the inbox row back with a commit that fails', async () => {
    const failing: Consumer = {
      name: 'first',
      on: probed,
      run: () => Promise.resolve(() => Promise.reject(new Error('no such order'))),
    };
    const { signal } = new AbortController();
    const delivery = deliver(service.ports, failing, event('a'), signal, 5_000);
    await expect(delivery).rejects.toThrow('no such order');
    expect(await db.selectFrom('inbox').selectAll().execute()).toEqual([]);
  });

  describe('with a commit that the database refuses', () => {
    const { log } = createLog({ level: 'silent', service: 'test' });
    /** @returns what the broker is told of the job */
    const told = async (commit: (tx: Tx) => Promise<unknown>): Promise<unknown> => {
      const consumer: Consumer = {
        name: 'first',
        on: probed,
        run: () =>
          Promise.resolve(async (tx) => {
            await commit(tx);
          }),
      };
      const { signal } = new AbortController();
      const handling = jobHandler(service.ports, consumer, settings, log).handle(
        event('a'),
        signal,
      );
      return handling.then(
        () => undefined,
        (error: unknown) => error,
      );
    };
    /** Has the database itself raise an error. */
    const raising = (state: string) => (tx: Tx) =>
      sql`do ${sql.raw(`$$ begin raise exception using errcode = '${state}'; end $$`)}`.execute(
        tx.db,
      );

    it('count no attempt when it cannot be reached', async () => {
      const error = await told(() => Promise.reject(new DatabaseUnreachable('gone')));
      expect(error).toMatchObject({ name: 'Later', cause: { message: 'gone' } });
    });

    it.each([
      ['it shuts down', '57P01'],
      ['it has no connection left', '53300'],
      ['a lock was not to be had in time', '55P03'],
    ])('count no attempt when %s', async (_why, state) => {
      expect(await told(raising(state))).toBeInstanceOf(Later);
    });

    it.each([
      ['a value breaks a rule', '23514'],
      ['a statement takes too long', '57014'],
    ])("count an attempt when the fault can be the event's own: %s", async (_why, state) => {
      const error = await told(raising(state));
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(Later);
    });
  });

  it('forget what was handled long ago, unless the event can come back', async () => {
    for (const id of ['old', 'in the outbox', 'dead elsewhere', 'recent']) {
      await enterInbox(db, id, 'first');
    }
    await db
      .updateTable('inbox')
      .set({ handled_at: new Date(Date.now() - 31 * day) })
      .where('event_id', '!=', 'recent')
      .execute();
    await writeEvent(db, event('in the outbox'));
    const burial = { event: event('dead elsewhere'), consumer: 'second' };
    await bury(db, { ...burial, reason: 'why', attempts: 1 });
    expect(await purgeInbox(db, 30, 100)).toBe(1);
    const left = await db.selectFrom('inbox').select('event_id').orderBy('event_id').execute();
    expect(left.map((row) => row.event_id)).toEqual(['dead elsewhere', 'in the outbox', 'recent']);
  });

  describe('at the desk', () => {
    const desk = (): Desk => ({
      db,
      inTx: service.ports.inTx,
      broker: createMemoryBroker(settings),
      consumers,
    });
    const die = (id: string, consumer: string) =>
      bury(db, { event: event(id), consumer, reason: 'no such address', attempts: 8 });
    const list = { kind: 'list', json: false, consumer: undefined, limit: 20 } as const;

    it('show what waits and what is dead', async () => {
      await writeEvent(db, event('a'));
      await enterInbox(db, 'a', 'first');
      await die('b', 'first');
      const lines = describeAnswer(await runCommand(desk(), list));
      expect(lines[0]).toBe('first: 0 open, 1 dead (broker does not say)');
      expect(lines[1]).toBe('second: 1 open, 0 dead (broker does not say)');
      expect(lines[2]).toMatch(/^dead \S+ first b: no such address \(8 attempts\)$/);
    });

    it('show how far an event got with each consumer', async () => {
      await writeEvent(db, event('a'));
      await enterInbox(db, 'a', 'first');
      const show = { kind: 'show', json: false, eventId: 'a' } as const;
      const lines = describeAnswer(await runCommand(desk(), show));
      expect(lines[0]).toBe('a (probed)');
      expect(lines.slice(2).map((line) => line.replace(/\d{4}-\S+/, 'DATE'))).toEqual([
        'first: handled DATE',
        'second: open',
      ]);
    });

    it('retry sends a dead letter to its own consumer only', async () => {
      await enterInbox(db, 'a', 'first');
      await die('a', 'second');
      const retry = { kind: 'retry', json: false, filter: {} } as const;
      expect(await runCommand(desk(), retry)).toEqual({ kind: 'retry', changed: 1 });
      expect(await listDeadLetters(db, {}, 10)).toEqual([]);
      expect(await relay()).toEqual([['second', 'a']]);
    });

    it.each([
      [{ kind: 'show', eventId: 'lost' }, 'No event "lost" is open or dead'],
      [{ kind: 'retry', filter: { eventId: 'lost' } }, 'No dead letter is of the event "lost"'],
      [
        { kind: 'discard', filter: { eventId: 'a', consumer: 'second' } },
        'No dead letter of the consumer "second" is of the event "a"',
      ],
      [{ kind: 'retry', filter: { consumer: 'third' } }, '(first, second), found "third"'],
      [{ kind: 'list', consumer: 'third', limit: 20 }, '(first, second), found "third"'],
    ] as const)('say that there is nothing of %j', async (command, problem) => {
      await die('a', 'first');
      const answer = runCommand(desk(), { ...command, json: false });
      await expect(answer).rejects.toThrow(NothingFound);
      await expect(answer).rejects.toThrow(problem);
      expect(await listDeadLetters(db, {}, 10)).toHaveLength(1);
    });

    it('retry finds nothing wrong in no dead letter at all', async () => {
      const retry = { kind: 'retry', json: false, filter: { consumer: 'first' } } as const;
      expect(await runCommand(desk(), retry)).toEqual({ kind: 'retry', changed: 0 });
    });

    it('discard settles a dead letter for good', async () => {
      await writeEvent(db, event('a'));
      await die('a', 'first');
      await die('a', 'second');
      const discard = { kind: 'discard', json: false, filter: { eventId: 'a' } } as const;
      expect(await runCommand(desk(), discard)).toEqual({ kind: 'discard', changed: 2 });
      expect(await relay()).toEqual([]);
      expect(await outbox()).toEqual([]);
    });
  });
});
