import type { CheckName, Unit } from '../program/program.ts';
import { runsVitest } from '../program/tests.ts';
import { bootCheck } from './boot-check.ts';
import { buildCheck } from './build-check.ts';
import type { Bench, Checked, Failure, RunCheck } from './check.ts';
import type { KnownResults, UnitResult } from './known-results.ts';
import { scriptCheck } from './script-check.ts';
import { typesCheck } from './types-check.ts';
import { vitestCheck } from './vitest-check.ts';

/** What came of one program. */
export interface ProgramResult {
  /** Absent: it passed. */
  readonly failure?: Failure | undefined;
  readonly commands: readonly string[];
  /** Check → milliseconds; only of those that were run. */
  readonly durations: Readonly<Partial<Record<CheckName, number>>>;
  readonly ran: number;
  /** Units that another program of this run had run. */
  readonly reused: number;
}

/** In this order; the first that fails ends a program. */
const order: readonly CheckName[] = ['types', 'lint', 'build', 'boot', 'tests'];

/**
 * Runs the checks of one program, without those units that another program has run or is running.
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
    const begun = performance.now();
    const runner = check === 'lint' ? lint : runnerOf(check, bench);
    const done = await runOpen(units, known, async (open) => {
      // What is booted is the build, which another program may have proven.
      if (check === 'boot' && !built) await runners.build(bench, open);
      built ||= check === 'build';
      return runner(bench, open);
    });
    if (done.ran > 0) durations[check] = Math.round(performance.now() - begun);
    ran += done.ran;
    reused += units.length - done.ran;
    commands.push(...done.commands);
    const [failure] = done.failures;
    if (failure) return { failure, commands, durations, ran, reused };
  }
  return { commands, durations, ran, reused };
}

const runners = {
  types: typesCheck,
  build: buildCheck,
  boot: bootCheck,
  tests: scriptCheck('tests', 'test'),
} as const satisfies Partial<Record<CheckName, RunCheck>>;

/** The service's own script `lint`. */
export const lintScript: RunCheck = scriptCheck('lint', 'lint');

function runnerOf(check: Exclude<CheckName, 'lint'>, { program }: Bench): RunCheck {
  return check === 'tests' && runsVitest(program.manifest) ? vitestCheck : runners[check];
}

interface Done extends Checked {
  readonly ran: number;
}

/** Runs the units that nobody else runs, then waits for the others. */
async function runOpen(
  units: readonly Unit[],
  known: KnownResults,
  run: (open: readonly Unit[]) => Promise<Checked>,
): Promise<Done> {
  const claims = units.map((unit) => ({ unit, claim: known.claim(unit) }));
  const open = claims.filter(({ claim }) => claim === 'mine').map(({ unit }) => unit);
  const done = await settled(open, known, run);
  if (done.failures.length > 0) return { ...done, ran: open.length };
  const others = await Promise.all(
    claims.map(async ({ unit, claim }) => ({
      unit,
      result: claim === 'mine' ? 'passed' : await claim,
    })),
  );
  const failures = others.flatMap(({ result }) => (typeof result === 'object' ? [result] : []));
  const left = others.filter(({ result }) => result === undefined).map(({ unit }) => unit);
  if (failures.length > 0 || left.length === 0) {
    return { commands: done.commands, failures, ran: open.length };
  }
  const rest = await runOpen(left, known, run);
  return { ...rest, commands: [...done.commands, ...rest.commands], ran: open.length + rest.ran };
}

async function settled(
  open: readonly Unit[],
  known: KnownResults,
  run: (open: readonly Unit[]) => Promise<Checked>,
): Promise<Checked> {
  if (open.length === 0) return { commands: [], failures: [] };
  let failures: readonly Failure[] | undefined;
  try {
    const done = await run(open);
    ({ failures } = done);
    return done;
  } finally {
    for (const unit of open) known.settle(unit, failures && resultOf(unit, failures));
  }
}

/** A failure without a test is about all of them. */
function resultOf({ test }: Unit, failures: readonly Failure[]): UnitResult {
  return (
    failures.find((failure) => failure.test === undefined || failure.test === test) ?? 'passed'
  );
}
