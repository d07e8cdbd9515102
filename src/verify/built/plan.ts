import type { Pack } from '../../pack/pack.ts';
import type { Tree } from '../../render/tree.ts';
import type { Combination } from '../../selection/combination.ts';
import { byTests } from '../program/by-tests.ts';
import { sharedPrograms, type SharedProgram } from '../program/programs.ts';
import { rebuiltShare, sampleOf } from '../sample.ts';
import { resultFingerprint } from '../toolchain.ts';
import type { Reason } from './outcome.ts';

/** What is to be planned. */
export interface PlanRequest {
  /** The engine's version. */
  readonly engine: string;
  readonly combinations: Iterable<Combination>;
  /** Of the programs, those that are this run's to look at; all of them when it is absent. */
  readonly choose?: ((programs: readonly SharedProgram[]) => readonly SharedProgram[]) | undefined;
  /** Fingerprints of results that passed before. */
  readonly passed: (fingerprint: string) => boolean;
  /** Which of the results that are used again are compared. */
  readonly seed: number;
  readonly toolchain: string;
  readonly signal?: AbortSignal | undefined;
  /** Is shown what each combination renders. */
  readonly look?: ((combination: Combination, tree: Tree) => void) | undefined;
}

/** What will be run, and what need not be. */
export interface Plan {
  readonly combinations: number;
  readonly programs: number;
  readonly work: readonly Work[];
  /** Programs that are known to pass. */
  readonly known: readonly SharedProgram[];
  readonly toolchain: string;
}

/** One program that is run. */
export interface Work {
  readonly combination: Combination;
  readonly same: readonly Combination[];
  readonly fingerprint: string;
  readonly reason: Reason;
}

/**
 * Decides what is run: every program that is not known to pass, and a sample of the results that are used
 * again.
 *
 * @throws PlinthError what rendering throws; the reason of the signal
 */
export async function planPrograms(
  pack: Pack,
  { combinations, engine, signal, choose, passed, seed, toolchain, look }: PlanRequest,
): Promise<Plan> {
  const all = await sharedPrograms(pack, combinations, engine, signal, look);
  const chosen = choose ? choose(all) : all;
  const fingerprintOf = ({ fingerprint }: SharedProgram): string =>
    resultFingerprint(fingerprint, toolchain);
  const known = chosen.filter((program) => passed(fingerprintOf(program)));
  const fresh = chosen.filter((program) => !passed(fingerprintOf(program)));
  // A result is used again for a program that passed before, and for whoever renders the same one.
  const reused = [
    ...known.flatMap((program) =>
      program.combinations.map((combination) => ({ program, combination })),
    ),
    ...fresh.flatMap((program) =>
      program.combinations.slice(1).map((combination) => ({ program, combination })),
    ),
  ];
  const again = sampleOf(reused, Math.ceil(reused.length * rebuiltShare), seed);
  const work = [
    ...largestFirst(fresh).map((program): Work => {
      const [combination, ...same] = program.combinations;
      return { combination, same, fingerprint: fingerprintOf(program), reason: 'new' };
    }),
    ...again.map(({ program, combination }): Work => ({
      combination,
      same: [],
      fingerprint: fingerprintOf(program),
      reason: 'rebuilt',
    })),
  ];
  return {
    combinations: chosen.reduce((sum, program) => sum + program.combinations.length, 0),
    programs: chosen.length,
    work,
    known,
    toolchain,
  };
}

/**
 * What practices add comes later in the order of combinations, and what a larger program has in common with
 * a smaller one is run once: the larger ones first leave the least for the others. Those that leave
 * nothing to test come last: beside the program that runs their tests they would wait for it.
 */
function largestFirst(programs: readonly SharedProgram[]): readonly SharedProgram[] {
  const firsts = new Set(byTests(programs).map(([first]) => first));
  const ordered = programs.toReversed();
  return [
    ...ordered.filter((program) => firsts.has(program)),
    ...ordered.filter((program) => !firsts.has(program)),
  ];
}
