import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isCode } from '../program/file-facts.ts';
import { killGroup } from '../kill.ts';
import type { Bench, Checked, RunCheck } from './check.ts';
import type { LintAnswer, LintRequest } from './lint-worker.ts';
import { lintScript } from './run-checks.ts';

/** Lints the programs that one folder holds, one after another. */
export interface Linter {
  readonly check: RunCheck;
  close(): void;
}

/** Where a worker stands: beside this file, or beside the bundle. */
const workerFile = import.meta.filename.endsWith('.ts')
  ? join(import.meta.dirname, 'lint-worker.ts')
  : join(import.meta.dirname, '..', 'lint-worker.cjs');

/**
 * Lints by ESLint in a worker that stays, where the script `lint` is ESLint over everything with a
 * configuration in one of the usual places; by the script otherwise.
 */
export function linter(): Linter {
  let worker: ChildProcess | undefined;
  const close = (): void => {
    killGroup(worker?.pid, 'SIGKILL');
    worker = undefined;
  };
  const check: RunCheck = async (bench, units) => {
    const script = bench.program.manifest.scripts['lint'] ?? '';
    const configuration = ['eslint.config.js', 'eslint.config.mjs'].find((path) =>
      bench.program.files.has(path),
    );
    if (configuration === undefined || !/^eslint(?: --max-warnings=0)? \.$/.test(script)) {
      return lintScript(bench, units);
    }
    if (worker?.connected === false) close();
    worker ??= start(bench);
    const paths = [...bench.program.files].filter(
      (path) => isCode(path) || /(?:^|\/)tsconfig\.json$/.test(path),
    );
    const { output } = await ask(worker, { configuration, paths, fresh: bench.fresh }, bench);
    return checked(output);
  };
  return { check, close };
}

function checked(output: string): Checked {
  const command = 'npm run lint';
  const failures = output === '' ? [] : [{ check: 'lint' as const, command, output }];
  return { commands: [command], failures };
}

function start({ folder, env }: Bench): ChildProcess {
  return fork(workerFile, [], {
    cwd: folder,
    env,
    execArgv: ['--max-old-space-size=4096'],
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function ask(
  worker: ChildProcess,
  request: LintRequest,
  { signal }: Bench,
): Promise<LintAnswer> {
  const end = (): void => {
    killGroup(worker.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', end);
  const answered = new AbortController();
  try {
    // What goes wrong with sending shows in that there is no answer.
    worker.send(request, () => undefined);
    const answer = await Promise.race([
      once(worker, 'message', { signal: answered.signal }) as Promise<[LintAnswer]>,
      once(worker, 'exit', { signal: answered.signal }).then(() => undefined),
    ]);
    signal?.throwIfAborted();
    return (
      answer?.[0] ?? { output: 'The worker that lints has ended without an answer.', linted: 0 }
    );
  } finally {
    // Whoever is still listening is not any more: the worker lives on.
    answered.abort();
    signal?.removeEventListener('abort', end);
  }
}
