import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as fixtures from '../fixtures.gen.ts';
import type { PracticeFixture } from '../fixture.ts';
import { freePort, until } from './server-process.ts';

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly role?: string;
  /** Give up waiting for `/livez` after this. */
  readonly startWithinMs?: number;
}

/** The service as a process of its own. */
export interface StartedService {
  readonly url: string;
  readonly pid: number;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM, and waits; kills after ten seconds. Gives the exit code. */
  stop(): Promise<number | null>;
  /** Everything written to stdout and stderr so far. */
  output(): string;
}

const root = join(import.meta.dirname, '..', '..');

/** The environment that a test gives a service, the practices' own first. */
export function testEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.values<PracticeFixture>(fixtures).flatMap((fixture) =>
    Object.entries(fixture.env ?? {}),
  );
  return { NODE_ENV: 'test', ...Object.fromEntries(own), ...env };
}

/** Starts `node src/main.ts` and waits until it is alive. */
export async function startService({
  env = {},
  role = 'all',
  startWithinMs = 45_000,
}: StartOptions = {}): Promise<StartedService> {
  const port = env['PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, [join(root, 'src', 'main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      SHUTDOWN_DELAY_MS: '0',
      HOST: '127.0.0.1',
      PORT: port,
      ROLE: role,
      ...testEnv(env),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = once(child, 'exit') as Promise<[code: number | null]>;
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const hardStop = setTimeout(() => child.kill('SIGKILL'), 10_000);
    const [code] = await ended;
    clearTimeout(hardStop);
    return code;
  };
  const alive = async () => {
    if (child.exitCode === null) await (await fetch(`${url}/livez`)).text();
  };
  await until(alive, startWithinMs);
  if (child.exitCode !== null) throw new Error(`The service ended:\n${output}`);
  return {
    url,
    pid: child.pid ?? 0,
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    output: () => output,
  };
}
