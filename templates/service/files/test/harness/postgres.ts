import { execFile, type ChildProcess } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findBinary, unprivileged } from './binaries.ts';
import { childrenOf } from './child-processes.ts';
import { builtOnce } from './run-folder.ts';
import { freePort, killGroup, spawnServer, until, type TestServer } from './server-process.ts';

const run = promisify(execFile);

export interface PostgresServer extends TestServer {
  /** Freezes the session behind one connection; the server itself goes on. */
  freezeBackend(pid: number): void;
}

export interface PostgresOptions {
  /** Settings of `postgresql.conf`, such as `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a PostgreSQL of its own, empty, on a free port of loopback. Its data is not synced. */
export async function startPostgres({
  settings = {},
}: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  await giveAway(folder);
  const data = join(folder, 'data');
  await run('cp', ['-a', await builtOnce('postgres-template', initdb), data]);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${String(port)}/postgres`;
  const options = { fsync: 'off', listen_addresses: '127.0.0.1', ...settings };
  const args = ['-D', data, '-p', String(port), '-k', folder];
  for (const [name, value] of Object.entries(options)) args.push('-c', `${name}=${value}`);

  const start = async () => {
    const child = spawnServer(binary('postgres'), args, folder);
    await until(() => answers(url));
    return child;
  };
  const kill = async () => {
    // Its sessions have groups of their own, and a frozen one would outlive the server.
    const sessions = sessionsOf(child);
    await killGroup(child);
    for (const pid of sessions) signal(pid, 'SIGKILL');
    await rm(join(data, 'postmaster.pid'), { force: true });
  };
  const signalAll = (name: NodeJS.Signals) => {
    for (const pid of [...(child.pid === undefined ? [] : [child.pid]), ...sessionsOf(child)]) {
      signal(pid, name);
    }
    return Promise.resolve();
  };
  let child = await start();
  return {
    url,
    kill,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    freezeBackend: (pid) => {
      signal(pid, 'SIGSTOP');
    },
    restart: async () => {
      await kill();
      child = await start();
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function binary(name: string): string {
  const path = findBinary(name);
  if (path === undefined) throw new Error(`${name} of PostgreSQL is not on this machine.`);
  return path;
}

async function initdb(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  await giveAway(path);
  const args = ['-D', path, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8'];
  await run(binary('initdb'), [...args, '--locale=C'], { cwd: dirname(path), ...unprivileged() });
}

async function giveAway(path: string): Promise<void> {
  const user = unprivileged();
  if (user !== undefined) await chown(path, user.uid, user.gid);
}

async function answers(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 500 });
  await client.connect();
  await client.end();
}

const sessionsOf = ({ pid }: ChildProcess): readonly number[] =>
  pid === undefined ? [] : childrenOf(pid);

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
