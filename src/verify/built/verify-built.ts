import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pack } from '../../pack/pack.ts';
import type { Combination } from '../../selection/combination.ts';
import {
  declaredReads,
  renderedFor,
  sharedPrograms,
  type SharedProgram,
} from '../program/programs.ts';
import { programOf } from '../program/program.ts';
import { rebuiltShare, sampleOf } from '../sample.ts';
import { resultFingerprint, toolchainOf } from '../toolchain.ts';
import { installed, type Installed } from '../workspace/install.ts';
import { linkPackages } from '../workspace/linked-packages.ts';
import { slotIn, type Slot } from '../workspace/slot.ts';
import { workFolder } from '../workspace/work-folder.ts';
import { checkEnvironment } from './environment.ts';
import { forgetful, knownResults, type KnownResults } from './known-results.ts';
import type { BuiltReport, ProgramOutcome, Reason } from './outcome.ts';
import { linter, type Linter } from './lint-check.ts';
import { runChecks } from './run-checks.ts';

/** What a run is asked for. */
export interface BuiltOptions {
  readonly engine: string;
  readonly combinations: Iterable<Combination>;
  /** Of the programs, those that are this run's to look at; all of them when it is absent. */
  readonly choose?: (programs: readonly SharedProgram[]) => readonly SharedProgram[];
  /** Programs at a time. */
  readonly jobs: number;
  /** Absolute; packages are installed here, and programs stand here. */
  readonly cache: string;
  /** Fingerprints of results that passed before. */
  readonly passed: (fingerprint: string) => boolean;
  /** Which of the results that are used again are compared. */
  readonly seed: number;
  /** Ends the run with the first failure. */
  readonly bail?: boolean | undefined;
  /** Leaves the folder of each program that fails. */
  readonly keep?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly on?: ((event: BuiltEvent) => void) | undefined;
}

/** What happens in a run. */
export type BuiltEvent =
  | { readonly kind: 'installing' | 'installed' | 'rendering' }
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'finished'; readonly outcome: ProgramOutcome };

/** What will be run, and what need not be. */
export interface Plan {
  readonly combinations: number;
  readonly programs: number;
  readonly work: readonly Work[];
  /** Programs that are known to pass. */
  readonly known: readonly SharedProgram[];
  readonly toolchain: string;
}

interface Work {
  readonly combination: Combination;
  readonly same: readonly Combination[];
  readonly fingerprint: string;
  readonly reason: Reason;
}

/**
 * Builds and tests every distinct program of some combinations.
 *
 * @throws PlinthError what rendering and installing throw; the reason of the signal
 */
export async function verifyBuilt(pack: Pack, options: BuiltOptions): Promise<BuiltReport> {
  const begun = performance.now();
  const { on, signal, cache } = options;
  on?.({ kind: 'installing' });
  const packages = await installed(pack, cache, signal);
  on?.({ kind: 'rendering' });
  const plan = await planned(pack, packages, options);
  on?.({ kind: 'planned', plan });
  const outcomes = await run(pack, packages, plan, options);
  return {
    combinations: plan.combinations,
    programs: plan.programs,
    built: outcomes.filter(({ reason }) => reason === 'new').length,
    known: plan.known.length,
    rebuilt: outcomes.filter(({ reason }) => reason === 'rebuilt').length,
    seed: options.seed,
    failed: outcomes.filter(({ failure }) => failure),
    durationMs: performance.now() - begun,
    leftOut: [],
  };
}

async function planned(pack: Pack, packages: Installed, options: BuiltOptions): Promise<Plan> {
  const { combinations, engine, signal, choose, passed, seed } = options;
  const toolchain = toolchainOf(packages);
  const all = await sharedPrograms(pack, combinations, engine, signal);
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
    ...fresh.map((program): Work => {
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

async function run(
  pack: Pack,
  packages: Installed,
  { work }: Plan,
  options: BuiltOptions,
): Promise<readonly ProgramOutcome[]> {
  const place = await workFolder(options.cache);
  const known = knownResults();
  const queue = work[Symbol.iterator]();
  const outcomes: ProgramOutcome[] = [];
  const worker = async (number: number): Promise<void> => {
    const home = join(place.folder, String(number), 'service');
    await mkdir(home, { recursive: true });
    const lint = linter();
    const bench: Place = { pack, packages, options, slot: slotIn(home), lint };
    try {
      for (const item of queue) {
        options.signal?.throwIfAborted();
        if (options.bail && outcomes.some(({ failure }) => failure)) return;
        const outcome = await runOne(bench, item, known);
        outcomes.push(outcome);
        options.on?.({ kind: 'finished', outcome });
      }
    } finally {
      lint.close();
    }
  };
  try {
    const workers = Array.from({ length: Math.max(1, options.jobs) }, (_, n) => worker(n + 1));
    const settled = await Promise.allSettled(workers);
    const refused = settled.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
    return outcomes;
  } finally {
    await place.remove();
  }
}

interface Place {
  readonly pack: Pack;
  readonly packages: Installed;
  readonly options: BuiltOptions;
  readonly slot: Slot;
  readonly lint: Linter;
}

async function runOne(
  { pack, packages, options, slot, lint }: Place,
  { combination, same, fingerprint, reason }: Work,
  known: KnownResults,
): Promise<ProgramOutcome> {
  const begun = performance.now();
  const tree = renderedFor(pack, combination, options.engine);
  const program = programOf(tree, declaredReads(pack));
  // What nothing is said to read is not there to be read; a second run has all that was rendered.
  const files = [...tree.files.values()].filter(
    ({ path }) => reason === 'rebuilt' || program.files.has(path),
  );
  await slot.hold(files);
  const { dependencies, devDependencies } = program.manifest;
  const names = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
  if (packages.modules !== undefined) await linkPackages(slot.folder, names, packages.modules);
  const bench = {
    folder: slot.folder,
    env: checkEnvironment(options.cache),
    program,
    fresh: reason === 'rebuilt',
    boot: pack.practices.get(pack.base)?.boot,
    signal: options.signal,
  };
  const result = await runChecks(bench, bench.fresh ? forgetful : known, lint.check);
  const kept =
    result.failure && options.keep
      ? await keep(slot.folder, options.cache, combination)
      : undefined;
  return {
    combination,
    same,
    fingerprint,
    reason,
    ...result,
    durationMs: Math.round(performance.now() - begun),
    kept,
  };
}

async function keep(folder: string, cache: string, { id }: Combination): Promise<string> {
  const target = join(cache, 'kept', id.replace(/[^\w.=-]/g, '+').slice(0, 200));
  await rm(target, { recursive: true, force: true });
  await cp(folder, target, { recursive: true, verbatimSymlinks: true });
  return target;
}
