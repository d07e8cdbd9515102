import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

describe('a gate for two, with room for three to wait', () => {
  it('never runs a third work beside two others, and runs all of them', async () => {
    const gate = createGate(2, 3);
    let running = 0;
    let most = 0;
    const work = () =>
      gate(async () => {
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        return 'done';
      });
    const results = await Promise.all([work(), work(), work(), work(), work()]);
    expect(results).toEqual(Array(5).fill('done'));
    expect(most).toBe(2);
  });

  it('answers the sixth 503 at once, with a time to come back', async () => {
    const gate = createGate(2, 3);
    const { promise, resolve } = Promise.withResolvers<string>();
    const held = Array.from({ length: 5 }, () => gate(() => promise));
    await expect(gate(() => promise)).rejects.toMatchObject({
      status: 503,
      code: 'busy',
      headers: { 'retry-after': '2' },
    });
    resolve('done');
    await Promise.all(held);
    await expect(gate(() => Promise.resolve('open again'))).resolves.toBe('open again');
  });

  it('gives the place of a failed work to the next one', async () => {
    const gate = createGate(1, 1);
    const failing = gate(() => Promise.reject(new Error('no')));
    const next = gate(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});
