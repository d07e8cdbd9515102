import type { Tx } from '../../core/contract.ts';
import type { Command } from './contract.ts';
import { accountWithEmail } from './identities.ts';

/**
 * Whom an address named when its identity was linked.
 * @param email - in lower case
 */
export const accountOf = (tx: Tx, email: string): Promise<string | undefined> =>
  accountWithEmail(tx, email);

/** None: passwords and sign-ins are the provider's. */
export const methodCommands: Readonly<Record<string, Command>> = {};
