/** Other programs, started without a shell, and only when they are needed. */
import { execa } from 'execa';
import { gitEnvironment } from '../src/pack/git-environment.ts';
import type { Machine } from './machine.ts';

/** How long a program may take to tell its version. */
const versionTimeoutMs = 10_000;

/** How long what a program has left in its pipes may take to arrive once it has ended. */
const lastWordsMs = 1_000;

export interface Finished {
  readonly ok: boolean;
  /** What it printed on stdout, trimmed; empty where the output was shown. */
  readonly output: string;
  /** Why it failed, in one sentence; empty when it did not. */
  readonly problem: string;
  /** Whether there is no such program. */
  readonly missing: boolean;
}

/** The version of a program on the PATH; `undefined` when there is none or it does not answer. */
export async function installedVersion(
  program: string,
  machine: Machine,
): Promise<string | undefined> {
  const { ok, output } = await run(program, ['--version'], machine, {
    cwd: machine.cwd,
    // Corepack would write what it answers into the package.json of the project that it is asked in.
    env: { COREPACK_ENABLE_AUTO_PIN: '0' },
    timeoutMs: versionTimeoutMs,
  });
  return ok && /^\d+\.\d+\.\d+\S*$/.test(output) ? output : undefined;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Absent: as long as it takes. */
  readonly timeoutMs?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** What it reads on stdin; absent: nothing. */
  readonly input?: string;
  /** Shows what the program prints on our stderr, instead of returning it. */
  readonly show?: boolean;
}

/** What execa tells of a program that failed. */
interface Ended {
  readonly stderr?: unknown;
  readonly code?: string | undefined;
  readonly timedOut: boolean;
  readonly shortMessage?: string | undefined;
}

/**
 * Runs a program to its end. It gets this process's environment.
 *
 * @returns how it ended; it does not throw when the program fails or does not exist
 */
export async function run(
  program: string,
  args: readonly string[],
  machine: Machine,
  options: RunOptions,
): Promise<Finished> {
  const output = options.show === true ? 2 : 'pipe';
  const running = execa(program, [...args], {
    cwd: options.cwd,
    env: { ...gitEnvironment(machine.env), ...options.env },
    extendEnv: false,
    reject: false,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', output, output],
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  // A hook's own child may hold the pipes for longer than git lives, which is what is waited for.
  running.once('exit', () => {
    setTimeout(() => {
      running.stdout?.destroy();
      running.stderr?.destroy();
    }, lastWordsMs).unref();
  });
  const result = await running;
  const ok = result.exitCode === 0;
  return {
    ok,
    output: typeof result.stdout === 'string' ? result.stdout.trim() : '',
    problem: ok ? '' : problemOf(program, result),
    missing: isMissing(result),
  };
}

/** What git calls an error, or else the last line that the program said, or else how it ended. */
function problemOf(program: string, { stderr, code, timedOut, shortMessage }: Ended): string {
  if (isMissing({ code })) return `there is no ${program} on the PATH`;
  const lines = typeof stderr === 'string' ? stderr.trim().split('\n') : [];
  // Its last line may say only that it gave up: "fatal: failed to write commit object".
  const said = lines.find((line) => line.startsWith('error: ')) ?? lines.at(-1) ?? '';
  return timedOut || said === '' ? (shortMessage ?? 'it failed') : said;
}

const isMissing = ({ code }: Pick<Ended, 'code'>): boolean => code === 'ENOENT';
