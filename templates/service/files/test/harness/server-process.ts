import { spawn, type ChildProcess } from 'node:child_process';
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

/** A TCP port of loopback that nobody has now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
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
