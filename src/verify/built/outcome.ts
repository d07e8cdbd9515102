import type { Combination } from '../../selection/combination.ts';
import type { CheckName } from '../program/program.ts';
import type { OperationalReport } from '../operational/operational-files.ts';
import type { Failure } from './check.ts';

/** Why a program was looked at. */
export type Reason = 'new' | 'rebuilt';

/** What came of one program that was run. */
export interface ProgramOutcome {
  /** The combination that was rendered. */
  readonly combination: Combination;
  /** Others that render the same program. */
  readonly same: readonly Combination[];
  /** Of program and toolchain. */
  readonly fingerprint: string;
  /** `rebuilt`: its result was known, and it was chosen to be compared. */
  readonly reason: Reason;
  /** Absent: it passed. */
  readonly failure?: Failure | undefined;
  readonly commands: readonly string[];
  /** Check → milliseconds. */
  readonly durations: Readonly<Partial<Record<CheckName, number>>>;
  /** Units that were run, and units whose result another program of this run had. */
  readonly ran: number;
  readonly reused: number;
  /** Of everything, in milliseconds. */
  readonly durationMs: number;
  /** Where it stands still, when that was asked for. */
  readonly kept?: string | undefined;
}

/** What a run did. */
export interface BuiltReport {
  /** Combinations that were asked for. */
  readonly combinations: number;
  /** Distinct programs among them. */
  readonly programs: number;
  /** Programs that were run now. */
  readonly built: number;
  /** Until the last of those had run, in milliseconds: what is compared comes after them. */
  readonly builtMs: number;
  /** Programs whose result an earlier run had. */
  readonly known: number;
  /** Results that were compared with a second run. */
  readonly rebuilt: number;
  readonly seed: number;
  readonly failed: readonly ProgramOutcome[];
  readonly durationMs: number;
  /** What no check looked at. */
  readonly leftOut: readonly string[];
  /** What real tools say against files that no program reads; absent: the tier does not ask them. */
  readonly operational?: OperationalReport | undefined;
}
