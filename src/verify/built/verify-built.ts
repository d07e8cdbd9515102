import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';
import { writeRefused } from '../write-refused.ts';
import type { Tree } from '../../render/tree.ts';
import type { Combination } from '../../selection/combination.ts';
import { operationalFiles } from '../operational/operational-files.ts';
import { toolchainOf } from '../toolchain.ts';
import { installed, type Installed } from '../workspace/install.ts';
import { slotIn } from '../workspace/slot.ts';
import { countText } from '../report/quantities.ts';
import { workFolder } from '../workspace/work-folder.ts';
import { knownResults } from './known-results.ts';
import { linter } from './lint-check.ts';
import type { BuiltReport, ProgramOutcome } from './outcome.ts';
import { planPrograms, type Plan, type PlanRequest } from './plan.ts';
import type { ProgramTier } from './program-tier.ts';
import { runProgram, type Place } from './run-program.ts';

/** What a run is asked for. */
export interface BuiltOptions extends Omit<PlanRequest, 'toolchain' | 'look'> {
  readonly tier: ProgramTier;
  /** Programs at a time. */
  readonly jobs: number;
  /** Absolute; packages are installed here, and programs stand here. */
  readonly cache: string;
  /** Ends the run with the first failure. */
  readonly bail?: boolean | undefined;
  /** Leaves the folder of each program that fails. */
  readonly keep?: boolean | undefined;
  readonly on?: ((event: BuiltEvent) => void) | undefined;
}

/** What happens in a run. */
export type BuiltEvent =
  | { readonly kind: 'installing' | 'installed' | 'rendering' }
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'finished'; readonly outcome: ProgramOutcome };

/**
 * Builds and tests every distinct program of some combinations.
 *
 * @throws PlinthError what rendering and installing throw; `PLINTH_WRITE_FAILED` for the cache; the reason
 * of the signal
 */
export async function verifyBuilt(pack: Pack, options: BuiltOptions): Promise<BuiltReport> {
  try {
    return await built(pack, options);
  } catch (error) {
    if (error instanceof PlinthError || !isOf(options.cache, error)) throw error;
    throw writeRefused(error, {
      path: options.cache,
      problem: 'programs cannot be built there',
      hint: 'Name another folder, or make room: PLINTH_CACHE=DIR plinth verify.',
    });
  }
}

/** A full disk names no file, and of all that is written only the ledger stands elsewhere. */
function isOf(cache: string, error: unknown): boolean {
  const { path = cache } = error as NodeJS.ErrnoException;
  return path.startsWith(cache) || cache.startsWith(path);
}

async function built(pack: Pack, options: BuiltOptions): Promise<BuiltReport> {
  const begun = performance.now();
  const { on, signal, cache } = options;
  on?.({ kind: 'installing' });
  const machine = await options.tier.machine(pack);
  const packages = await installed(pack, cache, signal);
  on?.({ kind: 'rendering' });
  const toolchain = [toolchainOf(packages), machine].filter((part) => part !== '').join(', ');
  const operational = options.tier.operational ? operationalFiles() : undefined;
  const look =
    operational &&
    (({ id }: Combination, tree: Tree) => {
      operational.add(id, tree);
    });
  const plan = await planPrograms(pack, { ...options, toolchain, look });
  on?.({ kind: 'planned', plan });
  const files = await operational?.check(signal);
  let builtMs = 0;
  const outcomes = await run(pack, packages, plan, options, (outcome) => {
    if (outcome.reason === 'new') builtMs = performance.now() - begun;
    on?.({ kind: 'finished', outcome });
  });
  return {
    combinations: plan.combinations,
    programs: plan.programs,
    built: outcomes.filter(({ reason }) => reason === 'new').length,
    builtMs,
    known: plan.known.length,
    rebuilt: outcomes.filter(({ reason }) => reason === 'rebuilt').length,
    seed: options.seed,
    failed: outcomes.filter(({ failure }) => failure),
    durationMs: performance.now() - begun,
    leftOut: [
      ...options.tier.leftOut(pack),
      ...(files?.leftOut ?? []),
      ...notBegun(plan.work.length - outcomes.length),
    ],
    operational: files,
  };
}

/** After a failure that ended the run. */
function notBegun(count: number): readonly string[] {
  if (count === 0) return [];
  return [`${countText(count, 'program')} of the list, which the failure came before`];
}

async function run(
  pack: Pack,
  packages: Installed,
  { work }: Plan,
  options: BuiltOptions,
  finished: (outcome: ProgramOutcome) => void,
): Promise<readonly ProgramOutcome[]> {
  const place = await workFolder(options.cache);
  const shared = join(place.folder, 'shared');
  await mkdir(shared);
  const known = knownResults();
  const queue = work[Symbol.iterator]();
  const outcomes: ProgramOutcome[] = [];
  const worker = async (number: number): Promise<void> => {
    const home = join(place.folder, String(number), 'service');
    await mkdir(home, { recursive: true });
    const lint = linter();
    const { tier, engine, cache, signal, keep = false } = options;
    const bench: Place = {
      ...{ pack, packages, tier, engine, cache, shared, signal, keep },
      temporary: place.temporary,
      slot: slotIn(home),
      lint: lint.check,
    };
    try {
      for (const item of queue) {
        options.signal?.throwIfAborted();
        if (options.bail && outcomes.some(({ failure }) => failure)) return;
        const outcome = await runProgram(bench, item, known);
        outcomes.push(outcome);
        finished(outcome);
      }
    } finally {
      lint.close();
    }
  };
  try {
    const workers = Array.from({ length: Math.min(options.jobs, work.length) }, (_, n) =>
      worker(n + 1),
    );
    const settled = await Promise.allSettled(workers);
    const refused = settled.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
    return outcomes;
  } finally {
    await place.remove();
  }
}
