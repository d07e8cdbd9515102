import { text } from 'node:stream/consumers';
import { Value } from 'typebox/value';
import type { Tx } from '../../core/contract.ts';
import type { Command } from './contract.ts';
import { accountWithEmail, emailAddress, setCredential } from './credentials.ts';
import { createGate } from './gate.ts';
import { createPasswords, passwordLength } from './passwords.ts';
import { endFamiliesOf } from './refresh-tokens.ts';

/**
 * Whose credentials an address names.
 * @param email - in lower case
 */
export const accountOf = (tx: Tx, email: string): Promise<string | undefined> =>
  accountWithEmail(tx, email);

/** What operators can do when people sign in with a password. */
export const methodCommands: Readonly<Record<string, Command>> = {
  'sign-out': {
    usage: 'sign-out EMAIL',
    run: async ({ inTx }, [email = '']) => {
      const ended = await inTx(async (tx) => {
        const account = await accountOf(tx, email.toLowerCase());
        if (account === undefined) throw new Error(`"${email}" has no credentials`);
        return endFamiliesOf(tx, account);
      });
      return `${String(ended)} sign-ins of ${email} ended; access tokens run out by themselves`;
    },
  },
  'set-password': {
    usage: 'set-password ACCOUNT EMAIL',
    run: async ({ accounts, inTx }, [account = '', email = '']) => {
      if ((await accounts.find(account)) === undefined) {
        throw new Error(`There is no user ${account}: nothing changed`);
      }
      const isAddress: boolean = Value.Check(emailAddress(), email);
      if (!isAddress) {
        throw new Error(`Nobody can sign in as "${email}", which is no email address`);
      }
      // From standard input: arguments show in process lists and in shell histories. Before the
      // transaction: one that waits for somebody to type would be ended.
      const password = (await text(process.stdin)).replace(/\r?\n$/, '');
      assertLength(password);
      const passwords = await createPasswords(createGate(1, 0));
      const passwordHash = await passwords.hash(password);
      await inTx(async (tx) => {
        const owner = await accountOf(tx, email.toLowerCase());
        if (owner !== undefined && owner !== account) {
          throw new Error(`${email} is the address of the account ${owner}: nothing changed`);
        }
        await setCredential(tx, email.toLowerCase(), { account, passwordHash });
        await endFamiliesOf(tx, account);
      });
      return `${email} signs in as ${account} with the new password; earlier sign-ins ended`;
    },
  },
};

/** By the same count as the API, which would never take a longer one. */
function assertLength(password: string): void {
  const { min, max } = passwordLength;
  const { length } = Array.from(password);
  if (length >= min && length <= max) return;
  throw new Error(
    `A password has ${String(min)} to ${String(max)} characters, standard input has ${String(length)}`,
  );
}
