import type { onRequestAsyncHookHandler } from 'fastify';
import type { Access, Authenticator, Principal } from './contract.ts';
import { forbidden, unauthenticated } from './errors.ts';

/**
 * The one place where a route's access is enforced.
 * @param access - the route's own policy
 * @param authenticators - asked in order; the first that knows the caller decides. With none, the
 *   route is open: a gateway authenticates, or this is not production
 * @returns the hook of the route, `undefined` when there is nothing to enforce
 */
export function guardOf(
  access: Access,
  authenticators: readonly Authenticator[],
): onRequestAsyncHookHandler | undefined {
  if (access === 'public' || authenticators.length === 0) return undefined;
  return async (request) => {
    request.principal = await whoCalls(authenticators, request);
    if (request.principal === null) throw unauthenticated('Sign in to call this.');
    if (access !== 'signed-in' && !hasRole(request.principal, access.roles)) {
      throw forbidden('Your roles do not allow this.');
    }
  };
}

async function whoCalls(
  authenticators: readonly Authenticator[],
  request: Parameters<Authenticator['identify']>[0],
): Promise<Principal | null> {
  for (const authenticator of authenticators) {
    const principal = await authenticator.identify(request);
    if (principal !== undefined) return principal;
  }
  return null;
}

const hasRole = (principal: Principal, roles: readonly string[]): boolean =>
  roles.some((role) => principal.roles.includes(role));
