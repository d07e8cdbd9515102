import { errors, jwtVerify, type JWTPayload } from 'jose';
import { AppError } from '../../core/errors.ts';
import { invalidToken } from './bearer.ts';
import type { ProviderKeys } from './provider-keys.ts';
import type { Settings } from './settings.ts';

/** What a verified token says. */
export interface Claims extends JWTPayload {
  readonly iss: string;
  readonly sub: string;
}

/**
 * Verifies a token of the provider: signature, algorithm, issuer, audience and times.
 * @throws AppError 401 `invalid-token`; 503 when keys are needed and cannot be had
 */
export type VerifyToken = (token: string) => Promise<Claims>;

/** Makes the verification for one issuer and one audience. */
export function createVerifyToken(
  issuer: string,
  settings: Settings,
  keys: ProviderKeys,
): VerifyToken {
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, (header, jws) => keys.find(header, jws), {
        issuer,
        audience: settings.audience,
        algorithms: [...settings.algorithms],
        clockTolerance: settings.clockToleranceS,
        requiredClaims: ['sub', 'exp'],
      });
      return { ...payload, iss: issuer, sub: String(payload.sub) };
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      const expired = cause instanceof errors.JWTExpired;
      throw invalidToken(
        expired ? 'The access token is expired' : 'The access token is not valid',
        cause,
      );
    }
  };
}

/**
 * The roles that a token names, under a claim or a path into one: `roles`, `realm_access.roles`,
 * `https://example.com/roles`.
 * @returns the strings of a list, or the words of a text; nothing when the claim is anything else
 */
export function rolesIn(claims: JWTPayload, claim: string): readonly string[] {
  const value: unknown = Object.hasOwn(claims, claim)
    ? claims[claim]
    : claim.split('.').reduce<unknown>(property, claims);
  if (typeof value === 'string') return value.split(' ').filter((role) => role !== '');
  return Array.isArray(value) ? value.filter((role) => typeof role === 'string') : [];
}

const property = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null && Object.hasOwn(from, name)
    ? (from as Record<string, unknown>)[name]
    : undefined;
