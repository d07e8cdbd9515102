import { isIP } from 'node:net';
import { Type, type Static } from 'typebox';
import { ConfigError, oneOf, readEnv, type Env } from './config.ts';
import { databaseEnv } from './database.ts';
import { logLevels } from './log.ts';

const serviceEnv = Type.Object({
  NODE_ENV: oneOf(['production', 'development', 'test'], 'production'),
  SERVICE_NAME: Type.String({ default: 'service' }),
  HOST: Type.String({ default: '0.0.0.0' }),
  PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 3_000 }),
  /** What this process does: `all`, `api`, or a role of a practice. */
  ROLE: Type.String({ default: 'all' }),
  /** `none` says that a gateway in front authenticates. */
  AUTH: Type.Optional(oneOf(['none'])),
  LOG_LEVEL: oneOf(logLevels, 'info'),
  /** Proxies to believe, by address or range, joined by commas. */
  TRUST_PROXY: Type.String({ default: '' }),
  /** How long one call to another system may take. */
  OUTBOUND_TIMEOUT_MS: Type.Integer({ minimum: 10, default: 2_000 }),
  /** Between turning unready and closing the port: the time that load balancers need to notice. */
  SHUTDOWN_DELAY_MS: Type.Optional(Type.Integer({ minimum: 0 })),
  /** After this, what still runs is abandoned. */
  SHUTDOWN_TIMEOUT_MS: Type.Integer({ minimum: 100, default: 15_000 }),
  ...databaseEnv.properties,
});

type Read = Static<typeof serviceEnv>;

/** What the core reads from the environment. */
export interface ServiceConfig extends Read {
  readonly SHUTDOWN_DELAY_MS: number;
}

const productionDelayMs = 3_000;

/**
 * Reads and checks the core's own configuration.
 * @throws ConfigError that names everything that is wrong
 */
export function readServiceConfig(env: Env): ServiceConfig {
  const production = !['development', 'test'].includes(env['NODE_ENV'] ?? '');
  const missing =
    production && !env['DATABASE_URL']
      ? ['DATABASE_URL is not set, and production has no database without it']
      : [];
  const config = readWith([...missing, ...wrongProxies(env['TRUST_PROXY'] ?? '')], env);
  const delay = config.SHUTDOWN_DELAY_MS ?? (production ? productionDelayMs : 0);
  return { ...config, SHUTDOWN_DELAY_MS: delay };
}

/** Stands in for a configuration that cannot be read, while the rest of the environment is checked. */
export const unreadConfig = (env: Env): ServiceConfig => {
  const mode = env['NODE_ENV'] ?? '';
  return readServiceConfig({
    NODE_ENV: ['development', 'test'].includes(mode) ? mode : 'production',
    // Nothing connects before the first query, and there will be none.
    DATABASE_URL: 'postgres://127.0.0.1:1/unread',
  });
};

/** The proxies that `TRUST_PROXY` names. */
export const proxiesIn = (text: string): string[] =>
  text
    .split(',')
    .map((proxy) => proxy.trim())
    .filter(Boolean);

function wrongProxies(text: string): string[] {
  const wrong = proxiesIn(text).filter((proxy) => !isProxy(proxy));
  return wrong.map(
    (proxy) =>
      `TRUST_PROXY must list addresses, ranges, loopback, linklocal or uniquelocal, found ${JSON.stringify(proxy)}`,
  );
}

/** Whether the server can tell by it whom to believe; it would not start otherwise. */
function isProxy(proxy: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/([1-9]\d*))?$/.exec(proxy) ?? [];
  const most = { 4: 32, 6: 128 }[isIP(address)];
  const inRange = most !== undefined && Number(bits ?? most) <= most;
  return inRange || ['loopback', 'linklocal', 'uniquelocal'].includes(proxy);
}

function readWith(problems: readonly string[], env: Env): Read {
  let config: Read;
  try {
    config = readEnv(serviceEnv, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError([...problems, ...error.problems]);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
