import type { Kysely, Transaction } from 'kysely';
import type { Ports, Tx } from '../../core/contract.ts';

/** Which account a provider's subject is. Subjects are unique within their issuer only. */
export type IdentityTables = {
  identities: { issuer: string; subject: string; account: string; email: string };
};

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Finds the account of an identity. */
export async function findAccount(
  db: Ports['db'],
  { issuer, subject }: Identity,
): Promise<string | undefined> {
  const row = await tables(db)
    .selectFrom('identities')
    .select('account')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.account;
}

/**
 * Links an identity to an account; one that is linked already stays as it is.
 * @param tx - the transaction of the account
 * @param identity - with the address that it had at the time, in lower case
 * @param account - whose it is
 */
export async function link(
  tx: Tx,
  identity: Identity & { readonly email: string },
  account: string,
): Promise<void> {
  const { issuer, subject, email } = identity;
  await tables(tx.db)
    .insertInto('identities')
    .values({ issuer, subject, account, email })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Finds the account that was linked under an address in lower case. */
export async function accountWithEmail(tx: Tx, email: string): Promise<string | undefined> {
  const row = await tables(tx.db)
    .selectFrom('identities')
    .select('account')
    .where('email', '=', email)
    .executeTakeFirst();
  return row?.account;
}

const tables = (db: Ports['db'] | Transaction<object>): Kysely<IdentityTables> =>
  db.withTables<IdentityTables>();
