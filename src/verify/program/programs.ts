import { setImmediate } from 'node:timers/promises';
import type { Pack } from '../../pack/pack.ts';
import { render } from '../../render/render.ts';
import type { Tree } from '../../render/tree.ts';
import { resolve } from '../../selection/resolve.ts';
import type { Combination } from '../../selection/combination.ts';
import { answersFor } from '../../selection/space.ts';
import type { DeclaredReads } from './closure.ts';
import { programOf, type Program, type Unit } from './program.ts';

/** Combinations that render the same program. */
export interface SharedProgram {
  readonly fingerprint: string;
  /** At least one; the first is the one that is built. */
  readonly combinations: readonly [Combination, ...Combination[]];
  /** Fingerprints of the tests that it runs. */
  readonly tests: ReadonlySet<string>;
}

/** Renders a combination as it is verified. */
export function renderedFor(pack: Pack, combination: Combination, engine: string): Tree {
  return render(pack, resolve(pack, answersFor(pack, combination)), engine);
}

/** What the files of a pack's practices are declared to read. */
export function declaredReads(pack: Pack): DeclaredReads {
  return Object.assign(
    {},
    ...[...pack.practices.values()].map(({ reads }) => reads),
  ) as DeclaredReads;
}

/** The program that a combination renders. */
export function programFor(pack: Pack, combination: Combination, engine: string): Program {
  return programOf(renderedFor(pack, combination, engine), declaredReads(pack));
}

/**
 * Renders combinations and puts those together that come down to the same program. One tree at a time is
 * held in memory.
 *
 * @param look - is shown each tree
 * @returns in the order of the first combination of each
 * @throws PlinthError what `render` throws; the reason of the signal
 */
export async function sharedPrograms(
  pack: Pack,
  combinations: Iterable<Combination>,
  engine: string,
  signal?: AbortSignal,
  look?: (combination: Combination, tree: Tree) => void,
): Promise<readonly SharedProgram[]> {
  const reads = declaredReads(pack);
  const found = new Map<
    string,
    {
      readonly tests: ReadonlySet<string>;
      readonly combinations: [Combination, ...Combination[]];
    }
  >();
  for (const combination of combinations) {
    await setImmediate();
    signal?.throwIfAborted();
    const tree = renderedFor(pack, combination, engine);
    look?.(combination, tree);
    const { fingerprint, units } = programOf(tree, reads);
    const before = found.get(fingerprint);
    if (before) before.combinations.push(combination);
    else found.set(fingerprint, { tests: testsOf(units), combinations: [combination] });
  }
  return [...found].map(([fingerprint, shared]) => ({ fingerprint, ...shared }));
}

const testsOf = (units: readonly Unit[]): ReadonlySet<string> =>
  new Set(units.filter(({ check }) => check === 'tests').map(({ fingerprint }) => fingerprint));
