import { Type, type Static } from 'typebox';
import { ConfigError, oneOf, readEnv, secret, type Env } from '../../core/config.ts';
import { ephemeralKeys, parseKeys, type SigningKeys } from './signing-keys.ts';

const schema = Type.Object({
  NODE_ENV: oneOf(['production', 'development', 'test'], 'production'),
  AUTH_JWT_KEYS: Type.Optional(secret()),
  AUTH_ISSUER: Type.String({ default: 'auth', minLength: 1 }),
  AUTH_AUDIENCE: Type.String({ default: 'api', minLength: 1 }),
  AUTH_ACCESS_TTL_S: Type.Integer({ default: 600, minimum: 1, maximum: 86_400 }),
  AUTH_REFRESH_TTL_S: Type.Integer({ default: 1_209_600, minimum: 1, maximum: 31_536_000 }),
  AUTH_SESSION_TTL_S: Type.Integer({ default: 7_776_000, minimum: 1, maximum: 31_536_000 }),
  AUTH_LOGIN_ATTEMPTS: Type.Integer({ default: 10, minimum: 1, maximum: 100 }),
  AUTH_LOCKOUT_MAX_S: Type.Integer({ default: 900, minimum: 1, maximum: 86_400 }),
  AUTH_HASH_CONCURRENCY: Type.Integer({ default: 2, minimum: 1, maximum: 64 }),
  AUTH_HASH_QUEUE: Type.Integer({ default: 50, minimum: 0, maximum: 10_000 }),
});

export interface Settings {
  readonly env: Static<typeof schema>;
  readonly keys: SigningKeys;
  /** Nobody else can reach the service: the first account may become the administrator. */
  readonly development: boolean;
}

/**
 * Reads the environment of the practice.
 * @throws ConfigError that names `AUTH_JWT_KEYS` when production has none; elsewhere keys are made up
 */
export function readSettings(raw: Env): Settings {
  const env = readEnv(schema, raw);
  return { env, keys: keysOf(env), development: env.NODE_ENV === 'development' };
}

function keysOf(env: Static<typeof schema>): SigningKeys {
  if (env.AUTH_JWT_KEYS !== undefined) return parseKeys(env.AUTH_JWT_KEYS);
  if (env.NODE_ENV !== 'production') return ephemeralKeys();
  throw new ConfigError([
    'AUTH_JWT_KEYS is not set: production needs the keys that sign access tokens, as id:secret',
  ]);
}
