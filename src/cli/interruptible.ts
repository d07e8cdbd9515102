import { setTimeout } from 'node:timers/promises';
import { Interrupted } from './failure.ts';

/** How long a signal is waited for that has ended a program, and on a busy machine is heard of after it. */
const laterMs = { ofSuccess: 1, ofFailure: 250 } as const;

/**
 * Does work that starts other programs. Ctrl-C, SIGTERM and a terminal that is closed end those too, which
 * a signal need not reach by itself, and are told as what they are, however the programs take them; a
 * second one does not wait.
 *
 * @param work - its signal is the one to end the programs by
 * @param failed - whether what was done may be the work of a signal that is still to come
 * @throws Interrupted
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  failed: (done: T) => boolean = () => false,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const interrupt = (by: NodeJS.Signals): void => {
    const interrupted = new Interrupted(by);
    if (signal.aborted) process.exit(interrupted.exitCode);
    controller.abort(interrupted);
  };
  for (const name of names) process.on(name, interrupt);
  try {
    const done = await work(signal);
    // Ctrl-C reaches one after another, and the end of a program may be heard of before it is.
    const wait = failed(done) ? laterMs.ofFailure : laterMs.ofSuccess;
    await setTimeout(wait, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    return done;
  } finally {
    for (const name of names) process.off(name, interrupt);
  }
}
