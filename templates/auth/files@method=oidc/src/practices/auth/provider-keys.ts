import type { FastifyBaseLogger } from 'fastify';
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwksCache,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from 'jose';
import type { ExportedJWKSCache } from 'jose';
import { unavailable } from '../../core/errors.ts';
import type { Provider } from './provider.ts';
import type { KeySettings } from './settings.ts';

/** The provider's public keys. */
export interface ProviderKeys {
  /**
   * Finds the key that a token's header names.
   * @throws JOSEError when there is none; AppError 503 when the provider had to be asked and fails
   */
  find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey>;
  /** Resolves when there are keys that are fresh, or could be fetched. */
  check(): Promise<void>;
}

/**
 * Keeps the provider's keys. A rotated key is fetched when a token first names it, at most once a
 * cooldown. Keys that are there go on working while the provider is down or frozen, without a
 * request ever waiting for it, until they are too old.
 */
export function createProviderKeys(
  provider: Provider,
  settings: KeySettings,
  timeoutMs: number,
  log: FastifyBaseLogger,
): ProviderKeys {
  const kept: Partial<ExportedJWKSCache> = {};
  const ageMs = () => Date.now() - (kept.uat ?? -Infinity);
  // Discovery finds the URL at each fetch; jose wants one now, and never calls it.
  const remote = createRemoteJWKSet(new URL('https://discovered.invalid'), {
    timeoutDuration: timeoutMs,
    cooldownDuration: settings.cooldownMs,
    cacheMaxAge: Infinity,
    [jwksCache]: kept as ExportedJWKSCache,
    [customFetch]: restAfterFailure(settings.cooldownMs, async (signal) =>
      Response.json(await provider.keys(signal)),
    ),
  });

  function refreshBehind(): void {
    if (remote.reloading) return;
    remote.reload().catch((err: unknown) => log.warn({ err }, 'provider keys not refreshed'));
  }

  return {
    async find(header, token) {
      try {
        if (ageMs() > settings.staleMs) await remote.reload();
        else if (ageMs() > settings.maxAgeMs) refreshBehind();
        return await remote(header, token);
      } catch (cause) {
        if (isTokensFault(cause)) throw cause;
        throw unavailable('The identity provider cannot be asked', 'identity-provider-down', {
          cause,
          retryAfterSeconds: 5,
        });
      }
    },
    async check() {
      if (ageMs() > settings.maxAgeMs) await remote.reload();
    },
  };
}

type FetchKeys = (signal: AbortSignal) => Promise<Response>;

/** jose rests after a fetch that succeeded; a failing provider needs its rest even more. */
function restAfterFailure(restMs: number, fetchKeys: FetchKeys) {
  let failedAt = -Infinity;
  return async (_url: string, { signal }: { signal: AbortSignal }): Promise<Response> => {
    if (Date.now() < failedAt + restMs) throw new Error('The identity provider failed just now');
    try {
      return await fetchKeys(signal);
    } catch (error) {
      failedAt = Date.now();
      throw error;
    }
  };
}

const isTokensFault = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
