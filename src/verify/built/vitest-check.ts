import { readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { runProcess } from '../run-process.ts';
import type { Bench, Checked, Failure, RunCheck } from './check.ts';

const timeoutMs = 1_200_000;
const resultsFile = '.vitest-results.json';

/** The part of Vitest's JSON report that is read. */
interface Results {
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

/**
 * Runs test files with the service's own Vitest and configuration, all of them in one thread that loads
 * each module once: most of the time would go into loading. No processor is idle, so V8 collects garbage
 * in that thread too, and does not optimize an embedded database that ends in a few seconds.
 */
export const vitestCheck: RunCheck = async (bench, units) => {
  const tests = units.flatMap(({ test }) => test ?? []);
  if (tests.length === 0) return { commands: [], failures: [] };
  return runVitest(bench, tests, oneThread);
};

const oneThread = {
  node: ['--single-threaded-gc', '--liftoff-only'],
  vitest: ['--no-isolate', '--pool=threads', '--maxWorkers=1'],
} as const;

/** Runs every test as the service itself does. */
export const allVitestTests: RunCheck = (bench) => runVitest(bench, [], { node: [], vitest: [] });

async function runVitest(
  bench: Bench,
  tests: readonly string[],
  flags: { readonly node: readonly string[]; readonly vitest: readonly string[] },
): Promise<Checked> {
  const { folder, env, signal } = bench;
  const command = ['npx vitest run', ...tests].join(' ');
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const { exitCode, output } = await runProcess(
    process.execPath,
    [...flags.node, vitest, 'run', ...tests, ...flags.vitest, ...report],
    { cwd: folder, env, signal, timeoutMs },
  );
  if (exitCode === 0) return { commands: [command], failures: [] };
  const failed = await failedTests(bench);
  return { commands: [command], failures: failuresOf(failed, output, command) };
}

async function failedTests({ folder }: Bench): Promise<readonly string[]> {
  const path = join(folder, resultsFile);
  try {
    const { testResults } = JSON.parse(await readFile(path, 'utf8')) as Results;
    return testResults
      .filter(({ status }) => status !== 'passed')
      .map(({ name }) => relative(folder, name).split(sep).join('/'));
  } catch {
    return [];
  } finally {
    await rm(path, { force: true });
  }
}

/** Vitest can fail without a failing test: an error outside all of them, or no file that fits. */
function failuresOf(
  failed: readonly string[],
  output: string,
  command: string,
): Checked['failures'] {
  const about = (test: string | undefined): Failure => ({
    check: 'tests',
    test,
    command: test === undefined ? command : `npx vitest run ${test}`,
    output,
  });
  return failed.length === 0 ? [about(undefined)] : failed.map(about);
}
