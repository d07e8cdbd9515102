import { AsyncLocalStorage } from 'node:async_hooks';
import type { InTx } from '../../core/contract.ts';

export interface Transactions {
  /** `inner`, with what runs inside of it marked. */
  readonly inTx: InTx;
  /** Whether the caller runs inside a transaction. Tasks after commit do not. */
  current(): boolean;
}

/** A transaction sees its own writes and nobody else's later ones: what it reads is no one else's value. */
export function trackTransactions(inner: InTx): Transactions {
  const inside = new AsyncLocalStorage<true>();
  return {
    inTx: (work) => inner((tx) => inside.run(true, () => work(tx))),
    current: () => inside.getStore() === true,
  };
}
