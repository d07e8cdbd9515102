import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Principal } from '../../core/contract.ts';
import { invalidToken } from './bearer.ts';
import type { Settings } from './settings.ts';

const algorithm = 'HS256';
// RFC 9068: another kind of token that the same keys signed is never taken for an access token.
const type = 'at+jwt';
const clockToleranceS = 5;

const Claims = Type.Object({ sub: Type.String(), roles: Type.Array(Type.String()) });

/** Signs and verifies the short-lived tokens that say who calls, without a look at the database. */
export interface AccessTokens {
  sign(principal: Principal): Promise<string>;
  /** @throws AppError 401 `invalid-token` */
  verify(token: string): Promise<Principal>;
}

/**
 * Makes the access tokens of one configuration.
 * @param settings - the keys, the names that a token carries, and how long it lasts
 */
export function createAccessTokens(settings: Settings): AccessTokens {
  const { env, keys } = settings;
  const keyOf = ({ kid = '' }: JWTHeaderParameters) => {
    const key = keys.byId.get(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  };
  return {
    sign: (principal) =>
      new SignJWT({ roles: principal.roles })
        .setProtectedHeader({ alg: algorithm, typ: type, kid: keys.current })
        .setSubject(principal.id)
        .setIssuer(env.AUTH_ISSUER)
        .setAudience(env.AUTH_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${String(env.AUTH_ACCESS_TTL_S)}s`)
        .setJti(randomUUID())
        .sign(keyOf({ alg: algorithm, kid: keys.current })),

    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keyOf, {
          algorithms: [algorithm],
          typ: type,
          issuer: env.AUTH_ISSUER,
          audience: env.AUTH_AUDIENCE,
          requiredClaims: ['sub', 'iat', 'exp'],
          clockTolerance: clockToleranceS,
        });
        const claims = Value.Parse(Claims, payload);
        return { id: claims.sub, roles: claims.roles };
      } catch (cause) {
        const expired = cause instanceof errors.JWTExpired;
        throw invalidToken(
          expired ? 'The access token is expired' : 'The access token is not valid',
          cause,
        );
      }
    },
  };
}
