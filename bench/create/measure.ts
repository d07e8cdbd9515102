import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What one command cost: the medians of its runs. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time of the process. */
  readonly cpuMs: number;
  /** How many files it left in `out`. */
  readonly files: number;
}

export interface MeasureOptions {
  readonly cwd: string;
  readonly rounds: number;
}

/**
 * Runs commands in turn, so that a busy moment of the machine hits all of them alike. Each run has a
 * folder of its own, and none is removed in between: ext4 searches long for a place where files were
 * deleted a moment ago, which nobody who creates a service once pays for.
 *
 * @param commands - name → arguments for this Node; each may write a folder `out`
 */
export function measure<K extends string>(
  commands: Readonly<Record<K, readonly string[]>>,
  { cwd, rounds }: MeasureOptions,
): Promise<Record<K, Cost>> {
  return inTurn(commands, rounds, (name, round) => {
    const folder = join(cwd, name, String(round));
    mkdirSync(folder, { recursive: true });
    return folder;
  });
}

/** {@link measure} for commands that write nothing: all of them run in one folder. */
export function measureIn<K extends string>(
  commands: Readonly<Record<K, readonly string[]>>,
  { cwd, rounds }: MeasureOptions,
): Promise<Record<K, Cost>> {
  return inTurn(commands, rounds, () => cwd);
}

async function inTurn<K extends string>(
  commands: Readonly<Record<K, readonly string[]>>,
  rounds: number,
  folderOf: (name: K, round: number) => string,
): Promise<Record<K, Cost>> {
  const names = Object.keys(commands) as K[];
  const runs = new Map<K, Cost[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const cost = await runOnce(commands[name], folderOf(name, round));
      // The first round warms the file cache.
      if (round > 0) runs.get(name)?.push(cost);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, medianCost(runs.get(name) ?? [])]),
  ) as Record<K, Cost>;
}

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function medianCost(costs: readonly Cost[]): Cost {
  return {
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
    files: median(costs.map(({ files }) => files)),
  };
}

/** What bash measures and prints last on stdout: user and system seconds, to the millisecond. */
const timed = 'TIMEFORMAT="%U %S"; { time "$@" > /dev/null 2>&3; } 3>&2 2>&1';

/** Node tells the CPU time of no process but itself, so bash starts the command and measures it. */
async function runOnce(args: readonly string[], cwd: string): Promise<Cost> {
  const out = join(cwd, 'out');
  const started = process.hrtime.bigint();
  const { code, stdout, stderr } = await finished(
    ['-c', timed, 'bash', process.execPath, ...args],
    cwd,
  );
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (code !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  const [user = Number.NaN, system = Number.NaN] = stdout.trim().split(' ').map(Number);
  return {
    wallMs,
    cpuMs: (user + system) * 1000,
    files: existsSync(out) ? countFiles(out) : 0,
  };
}

function finished(
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

function countFiles(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}
