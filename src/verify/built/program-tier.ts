import type { Pack } from '../../pack/pack.ts';
import type { Bench, RunCheck } from './check.ts';
import type { KnownResults } from './known-results.ts';
import type { ProgramResult } from './run-checks.ts';

/** What a tier that runs programs does with one. */
export interface ProgramTier {
  /**
   * What of this machine its results depend on, beside Node and the packages.
   *
   * @throws PlinthError `PLINTH_TOOL_MISSING` when the machine lacks something that it needs
   */
  machine(pack: Pack): Promise<string>;
  /**
   * The environment of all that it runs.
   *
   * @param cache - where compiled code may be kept
   * @param shared - a folder of this run, where tests may leave what the next program needs again; none
   *   for a program of which nothing is shared
   */
  environment(
    cache: string,
    shared: string | undefined,
  ): Readonly<Record<string, string | undefined>>;
  run(bench: Bench, known: KnownResults, lint: RunCheck): Promise<ProgramResult>;
  /** Whether it shows the files that no program reads to real tools. */
  readonly operational: boolean;
  /** What it does not look at. */
  leftOut(pack: Pack): readonly string[];
}
