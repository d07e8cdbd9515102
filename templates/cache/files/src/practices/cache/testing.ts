import type { Cache, Tx } from '../../core/contract.ts';

/** A transaction of which the cache sees only the end. */
export function openTransaction(): { readonly tx: Tx; commit(): Promise<void> } {
  const tasks: (() => Promise<void>)[] = [];
  const tx: Pick<Tx, 'afterCommit'> = { afterCommit: (task) => void tasks.push(task) };
  return {
    // The cache has no business with `db`; touching it throws.
    tx: tx as Tx,
    commit: async () => {
      for (const task of tasks) await task();
    },
  };
}

/** Changes what is behind `keys`, as far as the cache can tell. */
export async function commitChange(cache: Cache, ...keys: string[]): Promise<void> {
  const { tx, commit } = openTransaction();
  cache.invalidate(tx, ...keys);
  await commit();
}
