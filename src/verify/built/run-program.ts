import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pack } from '../../pack/pack.ts';
import type { Combination } from '../../selection/combination.ts';
import { declaredReads, renderedFor } from '../program/programs.ts';
import { programOf } from '../program/program.ts';
import type { Installed } from '../workspace/install.ts';
import { linkPackages } from '../workspace/linked-packages.ts';
import type { Slot } from '../workspace/slot.ts';
import type { RunCheck } from './check.ts';
import { forgetful, type KnownResults } from './known-results.ts';
import type { ProgramOutcome } from './outcome.ts';
import type { Work } from './plan.ts';
import type { ProgramTier } from './program-tier.ts';

/** Where programs are run, one after another. */
export interface Place {
  readonly pack: Pack;
  readonly packages: Installed;
  readonly tier: ProgramTier;
  /** The engine's version. */
  readonly engine: string;
  /** Absolute. */
  readonly cache: string;
  /** A folder of this run, for what one program leaves to the next. */
  readonly shared: string;
  /** What checks leave here goes with the run, however they end. */
  readonly temporary: string;
  /** Leaves the folder of a program that fails. */
  readonly keep: boolean;
  readonly slot: Slot;
  readonly lint: RunCheck;
  readonly signal?: AbortSignal | undefined;
}

/** Renders a program into its place, and runs its checks. */
export async function runProgram(
  { pack, packages, tier, engine, cache, shared, temporary, slot, lint, signal, keep }: Place,
  { combination, same, fingerprint, reason }: Work,
  known: KnownResults,
): Promise<ProgramOutcome> {
  const begun = performance.now();
  const fresh = reason === 'rebuilt';
  const tree = renderedFor(pack, combination, engine);
  const program = programOf(tree, declaredReads(pack));
  // What nothing is said to read is not there to be read; a second run has all that was rendered.
  const files = [...tree.files.values()].filter(({ path }) => fresh || program.files.has(path));
  await slot.hold(files);
  const { dependencies, devDependencies } = program.manifest;
  const names = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
  if (packages.modules !== undefined) await linkPackages(slot.folder, names, packages.modules);
  const bench = {
    folder: slot.folder,
    env: { ...tier.environment(cache, fresh ? undefined : shared), TMPDIR: temporary },
    program,
    fresh,
    boot: pack.practices.get(pack.base)?.boot,
    signal,
  };
  const result = await tier.run(bench, fresh ? forgetful : known, lint);
  const kept = result.failure && keep ? await keptFrom(slot.folder, cache, combination) : undefined;
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

async function keptFrom(folder: string, cache: string, { id }: Combination): Promise<string> {
  const target = join(cache, 'kept', id.replace(/[^\w.=-]/g, '+').slice(0, 200));
  await rm(target, { recursive: true, force: true });
  await cp(folder, target, { recursive: true, verbatimSymlinks: true });
  return target;
}
