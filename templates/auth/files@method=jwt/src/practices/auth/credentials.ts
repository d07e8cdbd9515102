import type { Kysely, Transaction } from 'kysely';
import { Type } from 'typebox';
import type { Ports, Tx } from '../../core/contract.ts';

/** What people sign in with, in any case; it is kept in lower case. */
export const emailAddress = () => Type.String({ format: 'email', maxLength: 254 });

/** How people prove who they are. The `users` table knows nothing of it. */
export type CredentialTables = {
  credentials: { account: string; email: string; password_hash: string };
};

export interface Credential {
  readonly account: string;
  readonly passwordHash: string;
}

/** Finds the credential of an address in lower case. */
export async function findCredential(
  db: Ports['db'],
  email: string,
): Promise<Credential | undefined> {
  return tables(db)
    .selectFrom('credentials')
    .select(['account', 'password_hash as passwordHash'])
    .where('email', '=', email)
    .executeTakeFirst();
}

/**
 * Keeps a new credential.
 * @returns false when the address or the account has one already, which stays as it is
 */
export async function addCredential(
  tx: Tx,
  email: string,
  { account, passwordHash }: Credential,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx.db)
    .insertInto('credentials')
    .values({ account, email, password_hash: passwordHash })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/**
 * Replaces a hash by one of the same password, unless someone changed it meanwhile.
 * @param credential - what was read
 * @param passwordHash - the new hash
 */
export async function replaceHash(
  tx: Tx,
  credential: Credential,
  passwordHash: string,
): Promise<void> {
  await tables(tx.db)
    .updateTable('credentials')
    .set({ password_hash: passwordHash })
    .where('account', '=', credential.account)
    .where('password_hash', '=', credential.passwordHash)
    .execute();
}

/** Gives an account its address and hash, whatever it had before. */
export async function setCredential(
  tx: Tx,
  email: string,
  { account, passwordHash }: Credential,
): Promise<void> {
  const values = { email, password_hash: passwordHash };
  await tables(tx.db)
    .insertInto('credentials')
    .values({ account, ...values })
    .onConflict((conflict) => conflict.column('account').doUpdateSet(values))
    .execute();
}

/** Finds the account that signs in with an address in lower case. */
export async function accountWithEmail(tx: Tx, email: string): Promise<string | undefined> {
  const row = await tables(tx.db)
    .selectFrom('credentials')
    .select('account')
    .where('email', '=', email)
    .executeTakeFirst();
  return row?.account;
}

const tables = (db: Ports['db'] | Transaction<object>): Kysely<CredentialTables> =>
  db.withTables<CredentialTables>();
