import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { forbidden, unavailable } from '../../core/errors.ts';
import { UpstreamError } from '../../core/http.ts';
import type { Claims } from './access-token.ts';
import type { Provider } from './provider.ts';

/** What an account is made from. The address is in lower case. */
export interface Profile {
  readonly email: string;
  readonly name: string;
}

const Verified = Type.Object({
  sub: Type.String(),
  email: Type.String(),
  // Some providers write the boolean as text.
  email_verified: Type.Union([Type.Literal(true), Type.Literal('true')]),
  name: Type.Optional(Type.String()),
});

/**
 * The verified address of a token's bearer, from the token itself or else from the provider. An
 * address that the provider has not verified may be anybody's, and is never matched to an account.
 * @throws AppError 403 `no-verified-email`
 */
export async function profileOf(
  claims: Claims,
  token: string,
  provider: Provider,
): Promise<Profile> {
  const profile =
    verified(claims, claims.sub) ?? verified(await userInfo(token, provider), claims.sub);
  if (profile) return profile;
  throw forbidden('The identity provider knows no verified email address', 'no-verified-email');
}

/** A token without the scope for it, such as a machine's, is refused there: it has no profile. */
async function userInfo(token: string, provider: Provider): Promise<unknown> {
  try {
    return await provider.userInfo(token);
  } catch (cause) {
    if (cause instanceof UpstreamError && isRefusal(cause.status)) return undefined;
    throw unavailable('The identity provider cannot be asked', 'identity-provider-down', {
      cause,
      retryAfterSeconds: 5,
    });
  }
}

/** OpenID Connect Core 1.0, section 5.3.2: what is told about another subject does not count. */
function verified(source: unknown, subject: string): Profile | undefined {
  if (!Value.Check(Verified, source) || source.sub !== subject) return undefined;
  const email = source.email.toLowerCase();
  const { name = '' } = source;
  return { email, name: name === '' ? email : firstOf(name, 200) };
}

/** By characters: a cut through one would leave half of a surrogate pair. */
const firstOf = (text: string, length: number): string =>
  Array.from(text).slice(0, length).join('');

/** A provider that is too slow or too busy (408, 425, 429) refuses nobody. */
const isRefusal = (status: number): boolean =>
  status >= 400 && status < 500 && ![408, 425, 429].includes(status);
