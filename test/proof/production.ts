import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startIssuer, type Issuer } from './issuer.ts';

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** What this uses of a generated service's `test/harness.ts`. */
interface Harness {
  startPostgres(): Promise<Server>;
  startRedis(): Promise<Server>;
  startGateway(): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** Real servers for one service in production mode. */
export interface Production {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const audience = 'proof';
const jwtKey = `proof:${'0123456789abcdef'.repeat(4)}`;

/** What proves who calls, by the way the service authenticates; `undefined` leaves it to a gateway. */
function authentication(
  method: string | undefined,
  issuer: Issuer,
): Readonly<Record<string, string>> {
  if (method === undefined) return { AUTH: 'none' };
  if (method === 'jwt') {
    return { AUTH_JWT_KEYS: jwtKey, TOKEN_FROM: 'dist/practices/auth/load-token.js' };
  }
  return {
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: audience,
    TOKEN: issuer.token(audience),
  };
}

/**
 * Starts a PostgreSQL, two Redis servers, the outside world and an identity provider.
 *
 * @param service - where the service stands
 * @param method - its `auth.method`, if it has one
 */
export async function startProduction(
  service: string,
  method: string | undefined,
): Promise<Production> {
  // What the service's own test run would have set: servers of another user have to read it.
  const folder = await mkdtemp(join(tmpdir(), 'plinth-proof-run-'));
  await chmod(folder, 0o755);
  process.env['TEST_RUN_FOLDER'] = folder;
  const harness = (await import(
    pathToFileURL(join(service, 'test', 'harness.ts')).href
  )) as Harness;
  const [postgres, cache, state, gateway, issuer] = await Promise.all([
    harness.startPostgres(),
    harness.startRedis(),
    harness.startRedis(),
    harness.startGateway(),
    startIssuer(),
  ]);
  // The service's own test runs, which come later, make one of their own.
  delete process.env['TEST_RUN_FOLDER'];
  return {
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url,
      REDIS_CACHE_URL: cache.url,
      REDIS_URL: state.url,
      PAYMENTS_URL: gateway.url,
      MAIL_URL: gateway.url,
      WAREHOUSE_URL: gateway.url,
      ANALYTICS_URL: gateway.url,
      ...authentication(method, issuer),
    },
    async close() {
      issuer.close();
      await Promise.all([postgres.stop(), cache.stop(), state.stop(), gateway.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
