import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a process is started with. */
export interface Start {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end.
 * @returns what it wrote to stdout
 * @throws Error with what it wrote to stderr
 */
export async function finish(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: Start,
): Promise<string> {
  const { stdout } = await run(command, [...args], {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/**
 * Starts a server of our own Node.
 * @param log - the file descriptor that takes its output
 */
export function serve(
  args: readonly string[],
  { cwd, env = {} }: Start,
  log: number,
): ChildProcess {
  return spawn(process.execPath, [...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', log, log],
  });
}

/** Waits until `url` answers 200. */
export async function answering(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`The server of ${url} ended; see its output.`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`${url} did not answer 200 within 30 s.`);
}

/** Ends a server, and waits for its end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => {
    child.kill('SIGKILL');
  }, 15_000);
  await ended;
  clearTimeout(force);
}

/** @returns microseconds of CPU that a process has used so far, all its threads (Linux, proc(5)) */
export function cpuMicroseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return ticks * 10_000;
}
