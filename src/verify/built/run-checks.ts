import type { CheckName, Unit } from '../program/program.ts';
import { runsVitest } from '../program/tests.ts';
import { bootCheck } from './boot-check.ts';
import type { Bench, Failure, RunCheck } from './check.ts';
import type { KnownResults } from './known-results.ts';
import { scriptCheck } from './script-check.ts';
import { vitestCheck } from './vitest-check.ts';

/** What came of one program. */
export interface ProgramResult {
  /** Absent: it passed. */
  readonly failure?: Failure | undefined;
  readonly commands: readonly string[];
  /** Check → milliseconds; only of those that were run. */
  readonly durations: Readonly<Partial<Record<CheckName, number>>>;
  readonly ran: number;
  /** Units that had passed for an earlier program already. */
  readonly reused: number;
}

/** In this order; the first that fails ends a program. */
const order: readonly CheckName[] = ['types', 'lint', 'build', 'boot', 'tests'];

/**
 * Runs the checks of one program, without those units whose result is known.
 *
 * @param lint - how it is linted
 */
export async function runChecks(
  bench: Bench,
  known: KnownResults,
  lint: RunCheck,
): Promise<ProgramResult> {
  const commands: string[] = [];
  const durations: Partial<Record<CheckName, number>> = {};
  let ran = 0;
  let reused = 0;
  let built = false;
  for (const check of order) {
    const units = bench.program.units.filter((unit) => unit.check === check);
    const failed = units.map((unit) => known.of(unit)).find((result) => typeof result === 'object');
    if (failed) return { failure: failed, commands, durations, ran, reused };
    const open = units.filter((unit) => known.of(unit) === undefined);
    reused += units.length - open.length;
    if (open.length === 0) continue;
    const begun = performance.now();
    // What is booted is the build, which another program may have proven.
    if (check === 'boot' && !built) await runners.build(bench, open);
    const done = await (check === 'lint' ? lint : runnerOf(check, bench))(bench, open);
    durations[check] = Math.round(performance.now() - begun);
    built ||= check === 'build';
    ran += open.length;
    commands.push(...done.commands);
    note(open, done.failures, known);
    const [failure] = done.failures;
    if (failure) return { failure, commands, durations, ran, reused };
  }
  return { commands, durations, ran, reused };
}

const runners = {
  types: scriptCheck('types', 'typecheck'),
  build: scriptCheck('build', 'build'),
  boot: bootCheck,
  tests: scriptCheck('tests', 'test'),
} as const satisfies Partial<Record<CheckName, RunCheck>>;

/** The service's own script `lint`. */
export const lintScript: RunCheck = scriptCheck('lint', 'lint');

function runnerOf(check: Exclude<CheckName, 'lint'>, { program }: Bench): RunCheck {
  return check === 'tests' && runsVitest(program.manifest) ? vitestCheck : runners[check];
}

/** A failure without a test is about all of them. */
function note(units: readonly Unit[], failures: readonly Failure[], known: KnownResults): void {
  for (const unit of units) {
    const own = failures.find(({ test }) => test === undefined || test === unit.test);
    known.note(unit, own ?? 'passed');
  }
}
