import { afterEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../../test/harness/patience.ts';
import { createLog } from '../../core/log.ts';
import { type Polling, startPolling } from './polling.ts';

const { log } = createLog({ level: 'silent', service: 'test' });
const hour = 3_600_000;
const running: Polling[] = [];

const start = (everyMs: number, work: () => Promise<boolean>) => {
  const polling = startPolling('testing', everyMs, work, log);
  running.push(polling);
  return polling;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((polling) => polling.stop()));
});

describe('polling', () => {
  it('goes on at once while there is more to do, then pauses', async () => {
    let left = 3;
    const work = vi.fn(() => Promise.resolve((left -= 1) > 0));
    start(hour, work);
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(3), eventually);
  });

  it('does not wait when it is nudged, also in the middle of a turn', async () => {
    const turn = Promise.withResolvers<boolean>();
    const work = vi.fn(() => Promise.resolve(false));
    work.mockReturnValueOnce(turn.promise);
    const polling = start(hour, work);
    polling.nudge();
    turn.resolve(false);
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2), eventually);
    polling.nudge();
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(3), eventually);
  });

  it('outlives an error', async () => {
    const work = vi.fn(() => Promise.resolve(false));
    work.mockRejectedValueOnce(new Error('away'));
    start(10, work);
    await vi.waitFor(() => expect(work.mock.calls.length).toBeGreaterThan(1), eventually);
  });

  it('finishes its turn before it has stopped', async () => {
    const turn = Promise.withResolvers<boolean>();
    const polling = start(hour, () => turn.promise);
    let stopped = false;
    const stopping = polling.stop().then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stopped).toBe(false);
    turn.resolve(true);
    await stopping;
  });
});
