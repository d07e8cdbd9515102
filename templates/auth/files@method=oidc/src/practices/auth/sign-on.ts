import { createHash } from 'node:crypto';
import type { Ports, Principal } from '../../core/contract.ts';
import { type Claims, rolesIn } from './access-token.ts';
import { invalidToken } from './bearer.ts';
import { allRoles } from './grants.ts';
import { findAccount, link, type Identity } from './identities.ts';
import { profileOf } from './profile.ts';
import type { Provider } from './provider.ts';

/** Tells which account the bearer of a verified token is. */
export type SignOn = (claims: Claims, token: string) => Promise<Principal>;

/**
 * Makes the step from a provider's subject to an account of ours. A subject seen for the first time
 * is linked to the account with its verified address, which is made when there is none.
 * @param rolesClaim - where tokens carry roles; granted ones and the account's own count too
 */
export function createSignOn(ports: Ports, provider: Provider, rolesClaim: string): SignOn {
  async function load(claims: Claims, token: string): Promise<Principal> {
    const identity = { issuer: claims.iss, subject: claims.sub };
    const id =
      (await findAccount(ports.db, identity)) ?? (await firstSight(identity, claims, token));
    const account = await ports.accounts.find(id);
    if (!account) throw invalidToken('The account is gone');
    return { id, roles: await allRoles(ports.db, id, account.roles) };
  }

  async function firstSight(identity: Identity, claims: Claims, token: string): Promise<string> {
    const { email, name } = await profileOf(claims, token, provider);
    const id = await ports.inTx(async (tx) => {
      const account = await ports.accounts.findOrCreate(tx, email, name);
      await link(tx, { ...identity, email }, account.id);
      return account.id;
    });
    // Of two first requests at once the one that linked decides.
    return (await findAccount(ports.db, identity)) ?? id;
  }

  return async (claims, token) => {
    const principal = await ports.cache.read(identityCacheKey(claims), () => load(claims, token));
    const roles = new Set([...principal.roles, ...rolesIn(claims, rolesClaim)]);
    return { id: principal.id, roles: [...roles].sort() };
  };
}

/** Where the account of a subject is cached: a digest, because a subject may be long and hold anything. */
export const identityCacheKey = ({ iss, sub }: Pick<Claims, 'iss' | 'sub'>): string =>
  `auth:identity:${createHash('sha256').update(`${iss}\n${sub}`).digest('base64url')}`;
