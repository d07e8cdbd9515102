import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what a system gives to whoever asks for any port: 32768 on (Linux), 49152 on (RFC 6335, 6). */
const lowest = 15_000;
const highest = 32_000;
const attempts = 100;

/**
 * Finds a TCP port of loopback that nobody has now, and that nobody is given by the system before the
 * program that it is meant for has started: neither a server on port 0 nor a connection.
 *
 * @throws Error when a hundred ports in a row are taken
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${lowest} and ${highest} on 127.0.0.1`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
