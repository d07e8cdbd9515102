import type { Authenticator, Check, Tx } from '../../core/contract.ts';
import type { App } from '../../core/server.ts';

/** What a way to authenticate brings: the practice has exactly one. */
export interface Method {
  readonly authenticator: Authenticator;
  readonly checks?: readonly Check[];
  routes(app: App): void;
  close?(): Promise<void>;
}

/** One command of an operator. */
export interface Command {
  /** The name, then one word an argument. */
  readonly usage: string;
  /** Does it in one transaction and tells what was done. */
  run(tx: Tx, args: readonly string[]): Promise<string>;
}
