import { describe, expect, it, vi } from 'vitest';
import { eventually, slackMs } from '../../../test/harness/patience.ts';
import type { JobHandler } from './broker.ts';
import { createMemoryBroker } from './memory-broker.ts';

const limits = {
  QUEUE_CONCURRENCY: 2,
  QUEUE_ATTEMPTS: 1,
  QUEUE_BACKOFF_MS: 1,
  QUEUE_STOP_MS: 50,
};
const event = (id: string) => ({ id, type: 'told', data: null });
const noBurial = () => Promise.reject(new Error('nothing should be buried'));

describe('the broker in memory', () => {
  it('does not add a job again that it has', async () => {
    const broker = createMemoryBroker(limits);
    await broker.add('mail', [event('a'), event('b')]);
    await broker.add('mail', [event('a')]);
    expect(await broker.count('mail')).toEqual({ waiting: 2, active: 0, delayed: 0 });
  });

  it('runs as many jobs at once as it may', async () => {
    const broker = createMemoryBroker(limits);
    await broker.add('mail', ['a', 'b', 'c'].map(event));
    const gate = Promise.withResolvers<undefined>();
    const worker = broker.work('mail', { handle: () => gate.promise, bury: noBurial });
    expect(await broker.count('mail')).toEqual({ waiting: 1, active: 2, delayed: 0 });
    gate.resolve(undefined);
    await vi.waitFor(async () => expect((await broker.count('mail')).active).toBe(0), eventually);
    await worker.stop();
  });

  it('tries to bury again until that works', async () => {
    const broker = createMemoryBroker(limits);
    const bury = vi.fn<JobHandler['bury']>();
    bury.mockRejectedValueOnce(new Error('the database is away'));
    bury.mockResolvedValue(undefined);
    await broker.add('mail', [event('a')]);
    const failing = () => Promise.reject(new Error('no such address'));
    const worker = broker.work('mail', { handle: failing, bury });
    await vi.waitFor(() => expect(bury).toHaveBeenCalledTimes(2), eventually);
    expect(bury.mock.lastCall?.[0]).toMatchObject({ consumer: 'mail', reason: 'no such address' });
    await worker.stop();
  });

  it('stops in bounded time, aborts what still runs and does not bury it', async () => {
    const broker = createMemoryBroker(limits);
    await broker.add('mail', [event('a')]);
    const handle = (_event: unknown, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cut off')));
      });
    const bury = vi.fn<JobHandler['bury']>();
    const worker = broker.work('mail', { handle, bury });
    const begun = performance.now();
    await worker.stop();
    expect(performance.now() - begun).toBeLessThan(limits.QUEUE_STOP_MS + slackMs);
    expect(bury).not.toHaveBeenCalled();
  });
});
