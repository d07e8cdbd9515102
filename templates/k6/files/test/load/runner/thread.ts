import { Worker } from 'node:worker_threads';
import type {
  Incoming,
  Outgoing,
  Stage,
  Thresholds,
  UserReport,
  UserSettings,
} from './protocol.ts';

/** How a thread ended: what it did, what `setup` returned, what the script demands and has. */
export interface Finished {
  readonly report: UserReport;
  readonly result: unknown;
  readonly thresholds: Thresholds;
  readonly tearsDown: boolean;
}

type Said = { readonly ask: Outgoing } | { readonly done: Finished };

/**
 * Runs one stage of a script in a thread and does its input and output.
 *
 * @throws whatever the script throws, and Error when the thread ends without a word.
 */
export async function runThread(
  stage: Stage,
  settings: Omit<UserSettings, 'signal'>,
): Promise<Finished> {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL('./user.ts', import.meta.url), {
    workerData: { ...settings, stage, signal },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Finished>();
  worker.on('error', reject);
  worker.on('exit', (code) => {
    reject(new Error(`the thread of ${settings.script} ended early with code ${code}`));
  });
  worker.on('message', (said: Said) => {
    if ('done' in said) {
      resolve(said.done);
      return;
    }
    void send(said.ask).then((answer) => {
      worker.postMessage({ answer });
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
    });
  });
  try {
    return await promise;
  } finally {
    await worker.terminate();
  }
}

async function send({ method, url, headers, body }: Outgoing): Promise<Incoming> {
  const start = performance.now();
  try {
    const response = await fetch(url, { method, headers, body });
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: text,
      durationMs: performance.now() - start,
      error: '',
    };
  } catch (error) {
    const durationMs = performance.now() - start;
    return { status: 0, headers: {}, body: '', durationMs, error: String(error) };
  }
}
