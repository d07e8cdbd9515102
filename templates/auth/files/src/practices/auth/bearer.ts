import type { FastifyRequest } from 'fastify';
import { unauthenticated, type AppError } from '../../core/errors.ts';

/**
 * The bearer token of a request (RFC 6750, section 2.1). Never taken from the query or the body:
 * those end up in logs and histories.
 * @returns `undefined` when the caller presents another kind of credential, or none
 * @throws AppError 401 when the scheme is Bearer and no token follows
 */
export function bearerToken(request: FastifyRequest): string | undefined {
  const [scheme, token, ...rest] = (request.headers.authorization ?? '').trim().split(/ +/);
  if (scheme?.toLowerCase() !== 'bearer') return undefined;
  if (token === undefined || rest.length > 0) throw invalidToken('The bearer token is malformed');
  return token;
}

/**
 * A token that does not count. The answer tells an expired token from any other, which is what a
 * client acts on, and nothing more; the cause goes to the log.
 * @param detail - plain ASCII without quotes: it also becomes the challenge's description
 */
export const invalidToken = (detail: string, cause?: unknown): AppError =>
  unauthenticated(detail, 'invalid-token', {
    cause,
    headers: {
      'www-authenticate': `Bearer error="invalid_token", error_description="${detail}"`,
    },
  });
