import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pack } from '../../src/pack/pack.ts';
import { parseCombinationId } from '../../src/selection/space.ts';
import type { Tree } from '../../src/render/tree.ts';
import type { Bench, Failure } from '../../src/verify/built/check.ts';
import { builtTier } from '../../src/verify/built/built-tier.ts';
import { knownResults } from '../../src/verify/built/known-results.ts';
import { linter } from '../../src/verify/built/lint-check.ts';
import { runChecks } from '../../src/verify/built/run-checks.ts';
import { faultedTier } from '../../src/verify/faulted/faulted-tier.ts';
import { programOf, type Program, type Unit } from '../../src/verify/program/program.ts';
import { declaredReads, renderedFor } from '../../src/verify/program/programs.ts';
import { installed } from '../../src/verify/workspace/install.ts';
import { linkPackages } from '../../src/verify/workspace/linked-packages.ts';
import { slotIn } from '../../src/verify/workspace/slot.ts';
import { workFolder } from '../../src/verify/workspace/work-folder.ts';
import { runFaultTests } from './fault-tests.ts';

/** A rendered combination, and the program in it. */
export interface Subject {
  readonly pack: Pack;
  readonly tree: Tree;
  readonly program: Program;
}

/** Where programs are built and tested, one after another, as the tiers of `plinth verify` do it. */
export interface Workbench {
  /** @returns what failed first; a unit that was run before is not run again */
  check(subject: Subject, units: readonly Unit[]): Promise<Failure | undefined>;
  /** Runs tests with real servers; the same tests of the same program once. */
  fault(subject: Subject, tests: readonly string[]): Promise<Failure | undefined>;
  close(): Promise<void>;
}

/** Renders a combination. */
export function subjectOf(pack: Pack, combination: string, engine: string): Subject {
  const tree = renderedFor(pack, parseCombinationId(pack, combination), engine);
  return { pack, tree, program: programOf(tree, declaredReads(pack)) };
}

/**
 * Prepares one.
 *
 * @param pack - whose packages are installed
 * @param cache - absolute
 */
export async function openWorkbench(pack: Pack, cache: string): Promise<Workbench> {
  const { modules } = await installed(pack, cache);
  const place = await workFolder(cache);
  const folder = join(place.folder, 'mutation', 'service');
  await mkdir(folder, { recursive: true });
  const slot = slotIn(folder);
  const lint = linter();
  const known = knownResults();
  const passed = new Set<string>();
  const shared = join(place.folder, 'shared');
  await mkdir(shared);
  const env = builtTier.environment(cache, shared);

  const hold = async ({ tree, program }: Subject): Promise<void> => {
    await slot.hold([...tree.files.values()].filter(({ path }) => program.files.has(path)));
    const { dependencies, devDependencies } = program.manifest;
    const names = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
    if (modules !== undefined) await linkPackages(folder, names, modules);
  };
  return {
    async check(subject, units) {
      await hold(subject);
      const boot = subject.pack.practices.get(subject.pack.base)?.boot;
      const program = { ...subject.program, units };
      const bench: Bench = { folder, env, program, fresh: false, boot };
      return (await runChecks(bench, known, lint.check)).failure;
    },
    async fault(subject, tests) {
      const open = tests.filter((test) => !passed.has(`${subject.program.fingerprint} ${test}`));
      if (open.length === 0) return undefined;
      await hold(subject);
      const [failure] = (
        await runFaultTests(folder, faultedTier.environment(cache, undefined), open)
      ).failures;
      if (!failure) for (const test of open) passed.add(`${subject.program.fingerprint} ${test}`);
      return failure;
    },
    async close() {
      lint.close();
      await place.remove();
    },
  };
}
