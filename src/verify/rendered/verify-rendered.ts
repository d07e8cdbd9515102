import { setImmediate } from 'node:timers/promises';
import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';
import { didYouMean } from '../../pack/suggest.ts';
import { render } from '../../render/render.ts';
import type { Tree } from '../../render/tree.ts';
import { resolve, type Selection } from '../../selection/resolve.ts';
import { answersFor, type Combination } from '../../selection/space.ts';
import { renderedChecks } from './checks.ts';
import { type Finding, type FindingLog, findingLog } from './finding.ts';
import { localityWatch } from './locality.ts';
import { loadTools } from './tools.ts';
import { whichCombinations } from './which-combinations.ts';

/** What rendering the combinations of a pack showed. */
export interface RenderedReport {
  /** How many were rendered. */
  readonly combinations: number;
  /** How many different files they have between them. */
  readonly files: number;
  readonly checks: readonly string[];
  readonly findings: readonly Finding[];
  readonly covered: string;
  readonly leftOut: string;
}

export interface RenderedOptions {
  /** The engine's version, which a service depends on. */
  readonly engine: string;
  /** Only the combinations in which this practice is present. */
  readonly only?: string | undefined;
  /** One part of the combinations: the `index`-th, from 1, of `count`. */
  readonly shard?: { readonly index: number; readonly count: number } | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Renders the combinations of a pack and looks at each, without running anything.
 *
 * @param pack - any pack
 * @throws PlinthError `PLINTH_UNKNOWN_PRACTICE` for an `only` that the pack lacks, `PLINTH_TOOL_MISSING`;
 * the reason of the signal when it is aborted
 */
export async function verifyRendered(
  pack: Pack,
  options: RenderedOptions,
): Promise<RenderedReport> {
  const { covered, leftOut, combinations } = whichCombinations(pack);
  const chosen = chosenFrom(pack, combinations, options);
  const checks = renderedChecks(await loadTools());
  const log = findingLog();
  const locality = localityWatch();
  const files = new Set<string>();
  try {
    for (const [done, combination] of chosen.entries()) {
      const { id, selection } = combination;
      // Lets an interruption and the terminal have their turn.
      await setImmediate();
      options.signal?.throwIfAborted();
      options.onProgress?.(done, chosen.length);
      const tree = renderedTree(pack, combination, options.engine, log);
      if (!tree) continue;
      locality.add(selection, tree);
      for (const file of tree.files.values()) files.add(`${file.sha256} ${file.path}`);
      for (const { name, find } of checks.all) {
        for (const problem of await find({ pack, selection, tree })) {
          log.add({ check: name, combination: id, ...problem });
        }
      }
    }
  } finally {
    await checks.close();
  }
  const [first] = chosen;
  for (const problem of locality.problems()) {
    log.add({ check: 'locality', combination: first?.id ?? 'nothing', ...problem });
  }
  options.onProgress?.(chosen.length, chosen.length);
  return {
    combinations: chosen.length,
    files: files.size,
    checks: ['rendering', ...checks.all.map(({ name }) => name), 'locality'],
    findings: log.all(),
    covered: [covered, ...restrictions(options)].join('; of these only '),
    leftOut,
  };
}

interface Chosen {
  readonly id: string;
  readonly selection: Selection;
}

function chosenFrom(
  pack: Pack,
  combinations: readonly Combination[],
  { only, shard }: RenderedOptions,
): readonly Chosen[] {
  if (only !== undefined && !pack.practices.has(only)) {
    throw new PlinthError('PLINTH_UNKNOWN_PRACTICE', `there is no practice "${only}"`, {
      hint: didYouMean(only, [...pack.practices.keys()]),
    });
  }
  return combinations
    .filter((_, index) => shard === undefined || index % shard.count === shard.index - 1)
    .map((combination) => ({
      id: combination.id,
      selection: resolve(pack, answersFor(pack, combination)),
    }))
    .filter(({ selection }) => only === undefined || selection.practices.has(only));
}

function restrictions({ only, shard }: RenderedOptions): readonly string[] {
  return [
    ...(only === undefined ? [] : [`those with ${only}`]),
    ...(shard === undefined ? [] : [`part ${shard.index} of ${shard.count}`]),
  ];
}

/** Renders one combination; a contradiction between practices is a finding. */
function renderedTree(
  pack: Pack,
  { id, selection }: Chosen,
  engine: string,
  log: FindingLog,
): Tree | undefined {
  try {
    return render(pack, selection, engine);
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    const { message, path } = error;
    log.add({ check: 'rendering', combination: id, path, message });
    return undefined;
  }
}
