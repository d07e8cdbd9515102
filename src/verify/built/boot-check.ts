import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { killGroup } from '../kill.ts';
import type { Bench, RunCheck } from './check.ts';

const readyWithinMs = 60_000;
const endsWithinMs = 30_000;
const answersWithinMs = 20_000;

/**
 * Starts the build by the script `start`, waits until it is ready, asks what the pack says can be asked,
 * and ends it by SIGTERM, after which it has to exit with 0.
 */
export const bootCheck: RunCheck = async (bench) => {
  const script = bench.program.manifest.scripts['start'];
  if (!bench.boot || script === undefined) return { commands: [], failures: [] };
  const command = 'npm run build && npm start';
  const problem = await bootProblem(bench, script);
  if (problem === undefined) return { commands: [command], failures: [] };
  return { commands: [command], failures: [{ check: 'boot', command, output: problem }] };
};

async function bootProblem(
  { folder, env, boot, signal }: Bench,
  script: string,
): Promise<string | undefined> {
  const port = String(await freePort());
  const child = spawn('sh', ['-c', `exec ${script}`], {
    cwd: folder,
    env: { ...env, HOST: '127.0.0.1', PORT: port, ...boot?.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const end = (): void => {
    killGroup(child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', end);
  try {
    const url = `http://127.0.0.1:${port}`;
    const problem =
      (await readyProblem(child, `${url}${boot?.ready ?? '/'}`)) ??
      (await probeProblem(url, boot?.probes ?? [])) ??
      (await endProblem(child));
    signal?.throwIfAborted();
    return problem === undefined ? undefined : `${problem}\n${output}`;
  } finally {
    signal?.removeEventListener('abort', end);
    end();
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

async function readyProblem(child: ChildProcess, url: string): Promise<string | undefined> {
  for (const end = Date.now() + readyWithinMs; Date.now() < end;) {
    if (hasEnded(child)) return 'It ended before it was ready.';
    if ((await statusOf(url)) === 200) return undefined;
    await sleep(25);
  }
  return `${url} did not answer 200 within ${readyWithinMs / 1000} s.`;
}

async function probeProblem(url: string, probes: readonly string[]): Promise<string | undefined> {
  for (const path of probes) {
    const status = await statusOf(`${url}${path}`);
    if (status !== 200) return `GET ${path} answered ${status ?? 'nothing'}, not 200.`;
  }
  return undefined;
}

async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answersWithinMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

async function endProblem(child: ChildProcess): Promise<string | undefined> {
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  child.kill('SIGTERM');
  const late = sleep(endsWithinMs, 'late' as const, { ref: false });
  const outcome = await Promise.race([ended, late]);
  if (outcome === 'late') return `It still ran ${endsWithinMs / 1000} s after SIGTERM.`;
  const [code, signal] = outcome;
  if (code === 0) return undefined;
  return `SIGTERM ended it with ${code ?? signal ?? 'nothing'}, not with exit code 0.`;
}
