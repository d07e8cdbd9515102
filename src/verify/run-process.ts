import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { killAll, killGroup } from './kill.ts';

/** How a process is started. */
export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends it, and all that it started. */
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/** How a process ended. */
export interface Ran {
  /** 0 for success; 128 and the number of the signal when one ended it. */
  readonly exitCode: number;
  /** What it wrote to stdout and stderr, as it came. */
  readonly output: string;
}

const longestOutput = 1_000_000;

/** Runs a program to its end, in a process group of its own, with nothing to read. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { cwd, env, signal, timeoutMs }: ProcessOptions,
): Promise<Ran> {
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-longestOutput);
    });
  }
  const end = (): void => {
    if (child.exitCode === null && child.signalCode === null) killAll(child.pid);
  };
  const timer = setTimeout(() => {
    output += `\nIt was ended after ${timeoutMs / 1000} s.\n`;
    end();
  }, timeoutMs);
  signal?.addEventListener('abort', end);
  try {
    const [code, killedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    signal?.throwIfAborted();
    return { exitCode: code ?? 128 + constants.signals[killedBy ?? 'SIGKILL'], output };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    // What it left running in the background ends with it.
    killGroup(child.pid, 'SIGKILL');
  }
}
