import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Ports } from '../../core/contract.ts';
import type { HttpClient } from '../../core/http.ts';
import { isSafeUrl } from './settings.ts';

/** What the practice reads from the provider's discovery document. */
const Metadata = Type.Object({
  issuer: Type.String(),
  jwks_uri: Type.String(),
  userinfo_endpoint: Type.Optional(Type.String()),
});

/** The identity provider, over HTTP. Each call is bounded in time and in size. */
export interface Provider {
  /** Where its keys are, read anew each time: it may move them. */
  keys(signal: AbortSignal): Promise<unknown>;
  /** What it tells about the bearer of a token; `undefined` when it has no such endpoint. */
  userInfo(token: string): Promise<unknown>;
  /** Gives up the calls under way: by then only keys that are refreshed behind requests. */
  close(): void;
}

/**
 * Makes the client of a provider.
 * @param ports - calls go through `outbound`: a provider that fails is not called on and on
 */
export function createProvider(
  ports: Ports,
  http: HttpClient,
  issuer: string,
  timeoutMs: number,
): Provider {
  const closing = new AbortController();
  const get = (url: string, budget: AbortSignal, headers: Record<string, string> = {}) =>
    ports.outbound.call({
      target: 'identity-provider',
      retryable: true,
      attempt: async (signal) => {
        const any = AbortSignal.any([signal, budget, closing.signal]);
        const { json } = await http.request({ method: 'GET', url, headers, signal: any });
        return json;
      },
    });

  const discover = async (budget: AbortSignal) =>
    checked(issuer, await get(discoveryUrl(issuer), budget));

  return {
    async keys(signal) {
      const { jwks_uri } = await discover(signal);
      return get(jwks_uri, signal);
    },
    async userInfo(token) {
      const budget = AbortSignal.timeout(timeoutMs);
      const { userinfo_endpoint } = await discover(budget);
      if (userinfo_endpoint === undefined) return undefined;
      return get(userinfo_endpoint, budget, { authorization: `Bearer ${token}` });
    },
    close: () => {
      closing.abort();
    },
  };
}

/** OpenID Connect Discovery 1.0, section 4.1. */
const discoveryUrl = (issuer: string): string =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** Section 4.3: a document that names another issuer is not this issuer's. */
function checked(issuer: string, document: unknown): Static<typeof Metadata> {
  if (!Value.Check(Metadata, document)) {
    throw new Error(`The discovery document of ${issuer} lacks issuer or jwks_uri`);
  }
  if (document.issuer !== issuer) {
    throw new Error(`The discovery document of ${issuer} names the issuer ${document.issuer}`);
  }
  const unsafe = [document.jwks_uri, document.userinfo_endpoint ?? document.jwks_uri].find(
    (url) => !isSafeUrl(url),
  );
  if (unsafe !== undefined) throw new Error(`The provider's ${unsafe} must be https`);
  return document;
}
