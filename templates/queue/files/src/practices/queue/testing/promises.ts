import { expect, it, vi } from 'vitest';
import { eventually, type TestService } from '../../../../test/harness.ts';
import { Later } from '../../../core/contract.ts';
import { listDeadLetters, reviveDeadLetters } from '../dead-letters.ts';
import { queueDb } from '../tables.ts';
import { type Probe, createProbe, publish } from './probe.ts';

/** Starts a service with these consumers; whoever gives it closes what it started. */
export type StartProbed = (
  probes: readonly Probe[],
  env?: Readonly<Record<string, string>>,
) => Promise<TestService>;

const poison = () => Promise.reject(new Error('cannot be swallowed'));
let events = 0;

/** An id that no other event of this process has, of the kind that modules make. */
export const newEventId = (): string => `probed:${String((events += 1)).padStart(4, '0')}`;

/** Everything that a consumer is promised, whatever the broker: tests to call inside a `describe`. */
export function itKeepsItsPromises(start: StartProbed): void {
  it('hands an event to every consumer once', async () => {
    const probes = [createProbe('first'), createProbe('second')];
    const service = await start(probes);
    const { id } = await publish(service, newEventId());
    for (const { calls, commits } of probes) {
      await vi.waitFor(() => expect(commits.get(id)).toBe(1), eventually);
      expect(calls.get(id)).toBe(1);
    }
  });

  it('never lets a consumer that fails hold up another', async () => {
    const good = createProbe('good');
    const bad = createProbe('bad', poison);
    const service = await start([bad, good], { QUEUE_CONCURRENCY: '1', QUEUE_BACKOFF_MS: '60000' });
    const ids = [newEventId(), newEventId(), newEventId()];
    for (const id of ids) await publish(service, id);
    await vi.waitFor(() => expect([...good.commits.keys()].sort()).toEqual(ids), eventually);
    expect(bad.commits.size).toBe(0);
  });

  it('tries again after an error, as often as it may', async () => {
    const flaky = createProbe('flaky', (earlier) => (earlier < 2 ? poison() : Promise.resolve()));
    const service = await start([flaky], { QUEUE_ATTEMPTS: '3' });
    const { id } = await publish(service, newEventId());
    await vi.waitFor(() => expect(flaky.commits.get(id)).toBe(1), eventually);
    expect(flaky.calls.get(id)).toBe(3);
    expect(await listDeadLetters(queueDb(service.ports.db), { eventId: id }, 10)).toEqual([]);
  });

  it('ends an attempt that takes too long, and tries again', async () => {
    const stuck = createProbe('stuck', (earlier) =>
      earlier === 0 ? new Promise(() => undefined) : Promise.resolve(),
    );
    const service = await start([stuck], { QUEUE_JOB_TIMEOUT_MS: '200' });
    const { id } = await publish(service, newEventId());
    await vi.waitFor(() => expect(stuck.commits.get(id)).toBe(1), eventually);
  });

  it('does not count it as an attempt when a consumer asks for later', async () => {
    const waiting = createProbe('waiting', (earlier) =>
      earlier < 1 ? Promise.reject(new Later('not yet', 1_000)) : Promise.resolve(),
    );
    const service = await start([waiting], { QUEUE_ATTEMPTS: '1' });
    const { id } = await publish(service, newEventId());
    await vi.waitFor(() => expect(waiting.commits.get(id)).toBe(1), eventually);
    expect(waiting.calls.get(id)).toBe(2);
  });

  it('buries a poison job with its reason and the whole event, and digs it up when asked', async () => {
    let poisoned = true;
    const good = createProbe('good');
    const bad = createProbe('bad', () => (poisoned ? poison() : Promise.resolve()));
    const service = await start([good, bad], { QUEUE_ATTEMPTS: '2' });
    const event = await publish(service, newEventId());
    const { id } = event;
    const db = queueDb(service.ports.db);
    const letters = await vi.waitFor(async () => {
      const found = await listDeadLetters(db, { eventId: id }, 10);
      expect(found).toHaveLength(1);
      return found;
    }, eventually);
    const reason = 'cannot be swallowed';
    expect(letters[0]).toMatchObject({ event, consumer: 'bad', reason, attempts: 2 });

    poisoned = false;
    await service.ports.inTx((tx) => reviveDeadLetters(queueDb(tx.db), letters));
    await vi.waitFor(() => expect(bad.commits.get(id)).toBe(1), eventually);
    expect(good.calls.get(id)).toBe(1);
    expect(await listDeadLetters(db, { eventId: id }, 10)).toEqual([]);
  }, 60_000);
}
