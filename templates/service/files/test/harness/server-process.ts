import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { unprivileged } from './binaries.ts';

/** A real server of another program, to break on purpose. */
export interface TestServer {
  readonly url: string;
  /** SIGKILL: connections break, the port refuses. */
  kill(): Promise<void>;
  /** SIGSTOP, to it and its children: connections stay open and nothing answers. */
  freeze(): Promise<void>;
  /** SIGCONT. */
  thaw(): Promise<void>;
  /** Starts it again on the same port, with the data that it had. */
  restart(): Promise<void>;
  /** Ends it for good and removes its data. */
  stop(): Promise<void>;
}

/** Below what a system gives to whoever asks for any port: 32768 on (Linux), 49152 on (RFC 6335, 6). */
const lowestPort = 15_000;
const highestPort = 32_000;
const portAttempts = 100;

/**
 * A TCP port of loopback that nobody has now, and that the system gives nobody before the program that it
 * is meant for has started: neither a server on port 0 nor a connection.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < portAttempts; attempt += 1) {
    const port = randomInt(lowestPort, highestPort);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${lowestPort} and ${highestPort}.`);
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

/** Starts a program without rights, in a process group of its own so that its children go with it. */
export function spawnServer(command: string, args: readonly string[], cwd: string): ChildProcess {
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    ...unprivileged(),
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/** Signals a process and all its children. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, signal);
}

/** Kills and waits for the end. */
export async function killGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  signalGroup(child, 'SIGCONT');
  signalGroup(child, 'SIGKILL');
  await ended;
}

/** Tries `probe` until it resolves, at most `limitMs`. */
export async function until(probe: () => Promise<unknown>, limitMs = 15_000): Promise<void> {
  const end = performance.now() + limitMs;
  for (;;) {
    try {
      await probe();
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
