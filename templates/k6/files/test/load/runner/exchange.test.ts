import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

/** A thread that asks once and tells its answer. */
const asker = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData.exchange).then(({ exchange }) => {
    const answer = exchange({ method: 'GET', url: 'http://host/', headers: {}, body: null });
    parentPort.postMessage({ answer });
  });`;

it('waits for its answer, even when it is woken for nothing', async () => {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const exchange = new URL('./exchange.ts', import.meta.url).href;
  const worker = new Worker(asker, { eval: true, workerData: { exchange, signal } });
  try {
    await once(worker, 'message');
    while (Atomics.notify(signal, 0) === 0) await sleep(1);
    const told = once(worker, 'message');
    worker.postMessage({ answer: 'the answer' });
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
    expect(await told).toEqual([{ answer: 'the answer' }]);
  } finally {
    await worker.terminate();
  }
});
