import type { KyselyPlugin, RootOperationNode } from 'kysely';
import type { InTx, Ports } from '../src/core/contract.ts';

/** Watches the statements that go through a set of ports. */
export interface WatchedPorts {
  readonly ports: Ports;
  /** How many statements have run. */
  count(): number;
  /** Throws in place of the result of every statement from this one on; the first is 1. */
  failFrom(statement: number): void;
}

/** What a statement of `failFrom` throws. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';
}

/** The same ports, with every statement of `db` and of transactions counted. */
export function watchStatements(ports: Ports): WatchedPorts {
  let ran = 0;
  let failing = Number.POSITIVE_INFINITY;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }): RootOperationNode => node,
    transformResult: async ({ result }) => {
      ran += 1;
      if (ran >= failing) throw new StatementFailed(`statement ${String(ran)}`);
      return Promise.resolve(result);
    },
  };
  const inTx: InTx = (work) => ports.inTx((tx) => work({ ...tx, db: tx.db.withPlugin(plugin) }));
  return {
    ports: { ...ports, db: ports.db.withPlugin(plugin), inTx },
    count: () => ran,
    failFrom: (statement) => {
      ran = 0;
      failing = statement;
    },
  };
}
