import type { Accounts, Authenticator, Check, InTx } from '../../core/contract.ts';
import type { App } from '../../core/server.ts';

/** What a way to authenticate brings: the practice has exactly one. */
export interface Method {
  readonly authenticator: Authenticator;
  readonly checks?: readonly Check[];
  routes(app: App): void;
  close?(): Promise<void>;
}

/** What an operator's command works on. */
export interface Desk {
  readonly accounts: Accounts;
  readonly inTx: InTx;
}

/** One command of an operator. */
export interface Command {
  /** The name, then one word an argument. */
  readonly usage: string;
  /** Does all of it or nothing, and tells what was done. */
  run(desk: Desk, args: readonly string[]): Promise<string>;
}
