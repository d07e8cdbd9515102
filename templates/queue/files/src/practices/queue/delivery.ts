import type { Consumer, DomainEvent, Ports } from '../../core/contract.ts';
import { enterInbox, isInInbox } from './inbox.ts';
import { queueDb } from './tables.ts';

/**
 * Lets a consumer handle an event: its effect outside, then its commit in one transaction with the
 * inbox row. Killed before the transaction commits, everything happens again, under the same
 * idempotency key; killed after, nothing does.
 *
 * @param signal - ends the attempt
 * @param timeoutMs - how long the effect outside may take
 * @throws what the consumer throws; the reason of `signal`; a `TimeoutError`
 */
export async function deliver(
  ports: Ports,
  consumer: Consumer,
  event: DomainEvent,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<void> {
  if (await isInInbox(queueDb(ports.db), event.id, consumer.name)) return;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const commit = await unlessAborted(consumer.run(event, bounded), bounded);
  await ports.inTx(async (tx) => {
    if (await enterInbox(queueDb(tx.db), event.id, consumer.name)) await commit(tx);
  });
}

/** A consumer that ignores its signal must not hold the job for ever. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => {
    aborted.reject(signal.reason as Error);
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
