import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Incoming, Outgoing, UserSettings } from './protocol.ts';

/** Longer than any answer that a service bounded in time may take. */
const patienceMs = 60_000;

/**
 * Sends a request and blocks until its answer is there: k6's scripts are synchronous. The runner's
 * thread does the input and output meanwhile.
 *
 * @throws Error when the runner's thread does not answer within a minute.
 */
export function exchange(outgoing: Outgoing): Incoming {
  const { signal } = workerData as UserSettings;
  if (parentPort === null) throw new Error('a script runs in a thread of the runner: use cli.ts');
  Atomics.store(signal, 0, 0);
  parentPort.postMessage({ ask: outgoing });
  for (;;) {
    const received = receiveMessageOnPort(parentPort);
    if (received !== undefined) return (received.message as { readonly answer: Incoming }).answer;
    // The wake-up call of the answer before may come as late as this: to be woken is not to have one.
    if (Atomics.wait(signal, 0, 0, patienceMs) === 'timed-out') {
      throw new Error(`no answer to ${outgoing.method} ${outgoing.url} in ${patienceMs} ms`);
    }
  }
}
