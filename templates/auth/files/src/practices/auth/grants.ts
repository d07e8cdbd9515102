import type { Kysely, Transaction } from 'kysely';
import type { Ports, Tx } from '../../core/contract.ts';

/** Roles that were given to an account beside those that the `users` module knows. */
export type GrantTables = {
  role_grants: { account: string; role: string };
};

/**
 * Every role of an account: its own and the granted ones.
 * @param own - what `Accounts` says
 * @returns sorted, without duplicates
 */
export async function allRoles(
  db: Ports['db'],
  account: string,
  own: readonly string[],
): Promise<readonly string[]> {
  const granted = await tables(db)
    .selectFrom('role_grants')
    .select('role')
    .where('account', '=', account)
    .execute();
  return [...new Set([...own, ...granted.map((grant) => grant.role)])].sort();
}

/** Gives a role; giving it twice changes nothing. It counts from the next token on. */
export async function grant(tx: Tx, account: string, role: string): Promise<void> {
  await tables(tx.db)
    .insertInto('role_grants')
    .values({ account, role })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Takes a granted role back.
 * @returns whether the account had it
 */
export async function withdraw(tx: Tx, account: string, role: string): Promise<boolean> {
  const { numDeletedRows } = await tables(tx.db)
    .deleteFrom('role_grants')
    .where('account', '=', account)
    .where('role', '=', role)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Whether nobody was ever given a role: true until the first `grant`. */
export async function nobodyHasGrants(tx: Tx): Promise<boolean> {
  const first = await tables(tx.db).selectFrom('role_grants').select('role').limit(1).execute();
  return first.length === 0;
}

const tables = (db: Ports['db'] | Transaction<object>): Kysely<GrantTables> =>
  db.withTables<GrantTables>();
