import { setImmediate } from 'node:timers/promises';
import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';
import { render } from '../../render/render.ts';
import type { Tree } from '../../render/tree.ts';
import { renderedChecks } from './checks.ts';
import { type Finding, type FindingLog, findingLog } from './finding.ts';
import { localityWatch } from './locality.ts';
import { loadTools } from './tools.ts';
import { type Part, type Service, whichServices } from './which-services.ts';

/** What rendering the combinations of a pack showed. */
export interface RenderedReport {
  /** How many combinations were rendered. */
  readonly combinations: number;
  /** How many services: a combination can have several, which differ in other answers. */
  readonly services: number;
  /** How many different files they have between them. */
  readonly files: number;
  readonly checks: readonly string[];
  readonly findings: readonly Finding[];
  readonly covered: string;
  readonly leftOut: readonly string[];
}

export interface RenderedOptions extends Part {
  /** The engine's version, which a service depends on. */
  readonly engine: string;
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
  const { services, covered, leftOut } = whichServices(pack, options);
  const checks = renderedChecks(await loadTools());
  const log = findingLog();
  const locality = localityWatch();
  const files = new Set<string>();
  try {
    for (const [done, service] of services.entries()) {
      // Lets an interruption and the terminal have their turn.
      await setImmediate();
      options.signal?.throwIfAborted();
      options.onProgress?.(done, services.length);
      const tree = renderedTree(pack, service, options.engine, log);
      if (!tree) continue;
      const { id, selection, other } = service;
      locality.add(selection, tree);
      for (const file of tree.files.values()) files.add(`${file.sha256} ${file.path}`);
      for (const { name, find } of checks.all) {
        for (const { path, message } of await find({ pack, selection, tree })) {
          log.add({ check: name, combination: id, other, path, message });
        }
      }
    }
  } finally {
    await checks.close();
  }
  const [first] = services;
  for (const problem of locality.problems()) {
    log.add({ check: 'locality', combination: first?.id ?? 'nothing', ...problem });
  }
  options.onProgress?.(services.length, services.length);
  return {
    combinations: new Set(services.map(({ id }) => id)).size,
    services: services.length,
    files: files.size,
    checks: ['rendering', ...checks.all.map(({ name }) => name), 'locality'],
    findings: log.all(),
    covered,
    leftOut,
  };
}

/** Renders one service; a contradiction between practices is a finding. */
function renderedTree(
  pack: Pack,
  { id, selection, other }: Service,
  engine: string,
  log: FindingLog,
): Tree | undefined {
  try {
    return render(pack, selection, engine);
  } catch (error) {
    if (!(error instanceof PlinthError)) throw error;
    const { message, path } = error;
    log.add({ check: 'rendering', combination: id, path, other, message });
    return undefined;
  }
}
