import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tx } from '../../core/contract.ts';

/** Failed sign-ins by address, known or not: an unknown one is slowed down in the same way. */
type ThrottleTables = {
  login_attempts: {
    email_hash: Buffer;
    attempts: number;
    locked_until: Date | null;
    attempted_at: Date;
  };
};

export interface ThrottleLimits {
  /** Attempts that are free. */
  readonly attempts: number;
  /** The longest wait, in seconds. It doubles from one second up to here. */
  readonly maxS: number;
}

const forgottenAfter = sql`interval '1 day'`;

/**
 * Counts an attempt before the password is looked at, so that many at once cannot pass the limit
 * together.
 * @param email - in lower case
 * @returns seconds to wait before another attempt is looked at; 0: go on
 */
export async function countAttempt(
  tx: Tx,
  email: string,
  { attempts, maxS }: ThrottleLimits,
): Promise<number> {
  const key = digest(email);
  await forgetOld(tx);
  const counted = await tables(tx)
    .insertInto('login_attempts')
    .values({ email_hash: key, attempts: 1, locked_until: null, attempted_at: sql`now()` })
    .onConflict((conflict) =>
      conflict
        .column('email_hash')
        .doUpdateSet({
          attempts: sql`login_attempts.attempts + 1`,
          attempted_at: sql`now()`,
          locked_until: sql`case when login_attempts.attempts + 1 >= ${attempts}::int
            then now() + make_interval(secs => least(
              power(2, least(login_attempts.attempts + 1 - ${attempts}::int, 30)), ${maxS}::int))
            end`,
        })
        .where(sql<boolean>`coalesce(login_attempts.locked_until, now()) <= now()`),
    )
    .returning('attempts')
    .executeTakeFirst();
  return counted ? 0 : secondsLeft(tx, key);
}

/** Forgets the attempts of an address: its owner has signed in. */
export async function clearAttempts(tx: Tx, email: string): Promise<void> {
  await tables(tx).deleteFrom('login_attempts').where('email_hash', '=', digest(email)).execute();
}

async function secondsLeft(tx: Tx, key: Buffer): Promise<number> {
  const { seconds } = await tables(tx)
    .selectFrom('login_attempts')
    .select(sql<number>`ceil(extract(epoch from locked_until - now()))::int`.as('seconds'))
    .where('email_hash', '=', key)
    .executeTakeFirstOrThrow();
  return Math.max(1, seconds);
}

// A few at a time, in passing: who tries many addresses does not fill the table for good.
async function forgetOld(tx: Tx): Promise<void> {
  const old = tables(tx)
    .selectFrom('login_attempts')
    .select('email_hash')
    .where('attempted_at', '<', sql<Date>`now() - ${forgottenAfter}`)
    .limit(10)
    .forUpdate()
    .skipLocked();
  await tables(tx).deleteFrom('login_attempts').where('email_hash', 'in', old).execute();
}

const digest = (email: string): Buffer => createHash('sha256').update(email).digest();

const tables = (tx: Tx): Kysely<ThrottleTables> => tx.db.withTables<ThrottleTables>();
