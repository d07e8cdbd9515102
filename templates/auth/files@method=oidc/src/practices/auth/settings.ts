import { Type, type Static } from 'typebox';
import { ConfigError, httpUrl, oneOf, readEnv, type Env } from '../../core/config.ts';

const milliseconds = (fallback: number, minimum = 0) =>
  Type.Integer({ default: fallback, minimum, maximum: 604_800_000 });

const schema = Type.Object({
  NODE_ENV: oneOf(['production', 'development', 'test'], 'production'),
  OIDC_ISSUER: Type.Optional(httpUrl()),
  OIDC_AUDIENCE: Type.Optional(Type.String({ minLength: 1 })),
  OIDC_ALGORITHMS: Type.String({ default: 'RS256,PS256,ES256,EdDSA' }),
  OIDC_ROLES_CLAIM: Type.String({ default: 'roles', minLength: 1 }),
  OIDC_CLOCK_TOLERANCE_S: Type.Integer({ default: 5, minimum: 0, maximum: 300 }),
  OIDC_TIMEOUT_MS: milliseconds(2_000, 50),
  OIDC_KEYS_COOLDOWN_MS: milliseconds(10_000),
  OIDC_KEYS_MAX_AGE_MS: milliseconds(600_000),
  OIDC_KEYS_STALE_MS: milliseconds(86_400_000),
});

export interface Settings {
  /** `undefined` outside production: a sandbox issuer of this process takes its place. */
  readonly issuer: string | undefined;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly rolesClaim: string;
  readonly clockToleranceS: number;
  readonly timeoutMs: number;
  readonly keys: KeySettings;
}

/** When keys are fetched, all in milliseconds. */
export interface KeySettings {
  /** Between two fetches, however many unknown keys the tokens name. */
  readonly cooldownMs: number;
  /** Keys older than this are refreshed behind the requests. */
  readonly maxAgeMs: number;
  /** Keys older than this no longer count: how long a provider may be down. */
  readonly staleMs: number;
}

/**
 * Reads the environment of the practice.
 * @throws ConfigError that names every variable that is missing in production, or wrong
 */
export function readSettings(raw: Env): Settings {
  const env = readEnv(schema, raw);
  const algorithms = env.OIDC_ALGORITHMS.split(',').map((name) => name.trim());
  const problems = [...missing(env), ...unsafeIssuer(env), ...unsafeAlgorithms(algorithms)];
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    issuer: env.OIDC_ISSUER,
    audience: env.OIDC_AUDIENCE ?? 'api',
    algorithms,
    rolesClaim: env.OIDC_ROLES_CLAIM,
    clockToleranceS: env.OIDC_CLOCK_TOLERANCE_S,
    timeoutMs: env.OIDC_TIMEOUT_MS,
    keys: {
      cooldownMs: env.OIDC_KEYS_COOLDOWN_MS,
      maxAgeMs: env.OIDC_KEYS_MAX_AGE_MS,
      staleMs: env.OIDC_KEYS_STALE_MS,
    },
  };
}

type Values = Static<typeof schema>;

const missing = (env: Values): string[] =>
  (['OIDC_ISSUER', 'OIDC_AUDIENCE'] as const)
    .filter((name) => env[name] === undefined)
    // A provider without an audience would let tokens for any other service in.
    .filter(() => env.NODE_ENV === 'production' || env.OIDC_ISSUER !== undefined)
    .map((name) => `${name} is not set: tokens are accepted from one issuer and for one audience`);

const unsafeIssuer = ({ OIDC_ISSUER: issuer }: Values): string[] =>
  issuer === undefined || isSafeUrl(issuer)
    ? []
    : [`OIDC_ISSUER must be https, found ${issuer}: whoever answers for it makes the keys`];

/** A shared secret has no place in a published key set: HS256 with a public key would be forgery. */
const unsafeAlgorithms = (algorithms: readonly string[]): string[] =>
  algorithms
    .filter((name) => !/^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/.test(name))
    .map((name) => `OIDC_ALGORITHMS allows signatures by public keys only, found "${name}"`);

/**
 * Whether nobody on the way can change what the URL answers: https, or this very machine.
 * @param url - absolute
 */
export function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}
