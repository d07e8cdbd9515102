import type { Boot } from '../../pack/pack.ts';
import type { CheckName, Program, Unit } from '../program/program.ts';

/** Where and how the checks of one program run. */
export interface Bench {
  /** Holds the program and the packages that it declares. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly program: Program;
  /** Nothing that is known from an earlier program is used. */
  readonly fresh: boolean;
  readonly boot?: Boot | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What went wrong. */
export interface Failure {
  readonly check: CheckName;
  /** The test file. */
  readonly test?: string | undefined;
  /** The command that showed it, in the folder of the program. */
  readonly command: string;
  /** All that it said. */
  readonly output: string;
}

/** What came of the units that a check was given. */
export interface Checked {
  /** What was run. */
  readonly commands: readonly string[];
  readonly failures: readonly Failure[];
}

/** Runs units of one kind. */
export type RunCheck = (bench: Bench, units: readonly Unit[]) => Promise<Checked>;
