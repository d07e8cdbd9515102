import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary } from './binaries.ts';
import {
  freePort,
  killGroup,
  signalGroup,
  spawnServer,
  until,
  type TestServer,
} from './server-process.ts';

/**
 * Starts a Redis of its own on a free port of loopback.
 * @param args - further arguments of `redis-server`, such as `['--maxmemory', '10mb']`
 */
export async function startRedis(args: readonly string[] = []): Promise<TestServer> {
  const binary = findBinary('redis-server');
  if (binary === undefined) throw new Error('redis-server is not on this machine: install it.');
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  await chmod(folder, 0o777);
  const port = await freePort();
  const start = async () => {
    const child = spawnServer(
      binary,
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--dir',
        folder,
        '--appendonly',
        'yes',
        ...args,
      ],
      folder,
    );
    await until(() => ping(port));
    return child;
  };
  let child = await start();
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    kill: () => killGroup(child),
    freeze: () => Promise.resolve(signalGroup(child, 'SIGSTOP')),
    thaw: () => Promise.resolve(signalGroup(child, 'SIGCONT')),
    restart: async () => {
      await killGroup(child);
      child = await start();
    },
    stop: async () => {
      await killGroup(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves once the server answers PONG; it says LOADING before. */
function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(500, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      if (data.toString().startsWith('+PONG')) resolve();
      else reject(new Error(data.toString()));
    });
  });
}
