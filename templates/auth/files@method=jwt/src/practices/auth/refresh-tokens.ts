import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Ports, Tx } from '../../core/contract.ts';

/**
 * One row a family, which is one sign-in: the hash of its newest token. A token that names a family
 * and is not its newest was used before, by its owner or by a thief, so the whole family ends
 * (RFC 9700, section 4.14.2).
 */
type RefreshTables = {
  refresh_tokens: {
    family: string;
    account: string;
    token_hash: Buffer;
    signed_in_at: Date;
    expires_at: Date;
  };
};

/** How long a sign-in lasts, in seconds. */
export interface Lifetimes {
  /** Unused for so long, it ends. */
  readonly idleS: number;
  /** However much it is used, it ends. */
  readonly sessionS: number;
}

export type Rotation =
  | { readonly outcome: 'rotated'; readonly account: string; readonly token: string }
  | { readonly outcome: 'reused'; readonly account: string }
  | { readonly outcome: 'unknown' };

const sessionsPerAccount = 20;

/**
 * Starts a family. An account keeps its 20 newest, so that signing in again and again fills no disk.
 * @returns the refresh token, which exists nowhere else
 */
export async function startFamily(tx: Tx, account: string, lifetimes: Lifetimes): Promise<string> {
  const token = newToken(randomUUID());
  await tables(tx)
    .insertInto('refresh_tokens')
    .values({
      family: token.family,
      account,
      token_hash: token.hash,
      signed_in_at: sql`now()`,
      expires_at: sql`now() + make_interval(secs => ${Math.min(lifetimes.idleS, lifetimes.sessionS)})`,
    })
    .execute();
  await dropOldest(tx, account);
  return token.text;
}

/** Finds whose sign-in a token belongs to, whichever of its family's tokens it is. */
export async function ownerOf(db: Ports['db'], text: string): Promise<string | undefined> {
  const presented = parse(text);
  if (presented === undefined) return undefined;
  const row = await tables({ db })
    .selectFrom('refresh_tokens')
    .select('account')
    .where('family', '=', presented.family)
    .executeTakeFirst();
  return row?.account;
}

/**
 * Trades a token for the next one of its family. Of several at once exactly one gets it: they
 * compete for one row.
 */
export async function rotate(tx: Tx, text: string, lifetimes: Lifetimes): Promise<Rotation> {
  const presented = parse(text);
  if (presented === undefined) return { outcome: 'unknown' };
  const next = newToken(presented.family);
  const row = await tables(tx)
    .updateTable('refresh_tokens')
    .set({
      token_hash: next.hash,
      expires_at: sql`least(
        now() + make_interval(secs => ${lifetimes.idleS}),
        signed_in_at + make_interval(secs => ${lifetimes.sessionS}))`,
    })
    .where('family', '=', presented.family)
    .where('token_hash', '=', presented.hash)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning('account')
    .executeTakeFirst();
  if (row) return { outcome: 'rotated', account: row.account, token: next.text };
  return endFamily(tx, presented);
}

/** Ends the family of a token, whichever of its tokens it is. An unknown token changes nothing. */
export async function endFamilyOf(tx: Tx, text: string): Promise<void> {
  const presented = parse(text);
  if (presented) await endFamily(tx, presented);
}

/**
 * Ends every family of an account.
 * @returns how many there were
 */
export async function endFamiliesOf(tx: Tx, account: string): Promise<number> {
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('refresh_tokens')
    .where('account', '=', account)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

async function endFamily(tx: Tx, presented: Token): Promise<Rotation> {
  const row = await tables(tx)
    .deleteFrom('refresh_tokens')
    .where('family', '=', presented.family)
    .returning(['account', 'token_hash'])
    .executeTakeFirst();
  if (row === undefined) return { outcome: 'unknown' };
  // The newest token of the family, only too old: nothing was stolen.
  if (presented.hash.equals(row.token_hash)) return { outcome: 'unknown' };
  return { outcome: 'reused', account: row.account };
}

async function dropOldest(tx: Tx, account: string): Promise<void> {
  const newest = tables(tx)
    .selectFrom('refresh_tokens')
    .select('family')
    .where('account', '=', account)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('signed_in_at', 'desc')
    .limit(sessionsPerAccount);
  await tables(tx)
    .deleteFrom('refresh_tokens')
    .where('account', '=', account)
    .where('family', 'not in', newest)
    .execute();
}

interface Token {
  readonly family: string;
  readonly hash: Buffer;
}

const shape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

function parse(text: string): Token | undefined {
  const [, family, secret] = shape.exec(text) ?? [];
  return family && secret ? { family, hash: digest(secret) } : undefined;
}

function newToken(family: string): Token & { readonly text: string } {
  const secret = randomBytes(32).toString('base64url');
  return { family, hash: digest(secret), text: `${family}.${secret}` };
}

// A fast hash is enough: 256 random bits cannot be guessed, unlike a password.
const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const tables = ({ db }: { readonly db: Ports['db'] }): Kysely<RefreshTables> =>
  db.withTables<RefreshTables>();
