import { openSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../src/verify/free-port.ts';
import { answering, end, finish, serve } from './processes.ts';

const repository = join(import.meta.dirname, '..', '..');

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** What this uses of a generated service's `test/harness/global-setup.ts`. */
interface GlobalSetup {
  /** Makes the folder that the harness keeps its servers' data in; gives what removes it. */
  readonly setup: () => Promise<() => Promise<void>>;
}

/** What this uses of a generated service's `test/harness.ts`. */
interface Harness {
  startPostgres(): Promise<Server>;
  startRedis(): Promise<Server>;
  startGateway(): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** A server under measurement. */
export interface Measured {
  /** Of the one product that is read. */
  readonly url: string;
  readonly pid: number;
  close(): Promise<void>;
}

/** Creates a service of the preset `everything`, installs its dependencies and builds it. */
export async function createService(): Promise<{
  readonly folder: string;
  remove(): Promise<void>;
}> {
  const parent = mkdtempSync(join(tmpdir(), 'plinth-bench-service-'));
  const folder = join(parent, 'everything');
  const args = ['src/bin.ts', 'create', folder, '--preset', 'everything', '--yes', '--no-git'];
  await finish(process.execPath, args, { cwd: repository });
  await build(folder);
  return { folder, remove: () => rm(parent, { recursive: true, force: true }) };
}

/** Builds the service that stands in `folder`. */
export const build = (folder: string): Promise<string> =>
  finish('npm', ['run', 'build'], { cwd: folder });

/** Starts the build in production mode, on a PostgreSQL and two Redis of its own. */
export async function startBuilt(folder: string): Promise<Measured> {
  const { setup } = await load<GlobalSetup>(join(folder, 'test', 'harness', 'global-setup.ts'));
  const removeData = await setup();
  const harness = await load<Harness>(join(folder, 'test', 'harness.ts'));
  const [postgres, cache, state, gateway] = await Promise.all([
    harness.startPostgres(),
    harness.startRedis(),
    harness.startRedis(),
    harness.startGateway(),
  ]);
  const port = String(await freePort());
  const env = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: port,
    DATABASE_URL: postgres.url,
    REDIS_CACHE_URL: cache.url,
    REDIS_URL: state.url,
    PAYMENTS_URL: gateway.url,
    // As ops/compose.yaml runs it: a worker is a process of its own.
    ROLE: 'api',
    AUTH_JWT_KEYS: `bench:${'0123456789abcdef'.repeat(4)}`,
    SHUTDOWN_DELAY_MS: '0',
  };
  const start = { cwd: folder, env };
  await finish(process.execPath, ['dist/practices/migrations/cli.js', 'up'], start);
  await finish(process.execPath, ['dist/db.js', 'seed'], start);
  // A file: a pipe would cost this process the time to read it.
  const log = openSync(join(folder, 'bench.log'), 'w');
  const child = serve(['--enable-source-maps', 'dist/main.js'], start, log);
  const origin = `http://127.0.0.1:${port}`;
  await answering(`${origin}/readyz`, child);
  return {
    url: `${origin}/products/00000000-0000-4000-8000-000000000001`,
    pid: child.pid ?? 0,
    close: async () => {
      await end(child);
      await Promise.all([postgres.stop(), cache.stop(), state.stop(), gateway.close()]);
      await removeData();
    },
  };
}

const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(path).href)) as T;

/** Starts the yardstick: the same payload from a bare Fastify. */
export async function startBare(folder: string, path: string, payload: string): Promise<Measured> {
  const port = String(await freePort());
  const log = openSync('/dev/null', 'w');
  const script = join(import.meta.dirname, 'bare.mjs');
  const child = serve([script, folder, payload, port], { cwd: folder }, log);
  const url = `http://127.0.0.1:${port}${path}`;
  await answering(url, child);
  return { url, pid: child.pid ?? 0, close: () => end(child) };
}
