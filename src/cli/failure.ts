import { constants } from 'node:os';
import { PlinthError } from '../pack/error.ts';

/** The user pressed Ctrl-C, or a signal came. Nothing more is said. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** What a shell says of a command that the signal ended. */
  readonly exitCode: number;

  constructor(by: NodeJS.Signals = 'SIGINT') {
    super();
    this.exitCode = 128 + constants.signals[by];
  }
}

/** Turns whatever was thrown into the error that is reported. */
export function asPlinthError(thrown: unknown): PlinthError {
  if (thrown instanceof PlinthError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new PlinthError('PLINTH_INTERNAL', `an unexpected error: ${message}`, {
    hint: 'This is a bug in Plinth. Set DEBUG=plinth to see where, and report it.',
    cause: thrown,
  });
}

/** The exit code for whatever was thrown. */
export function exitCodeOf(thrown: unknown): number {
  return thrown instanceof Interrupted ? thrown.exitCode : asPlinthError(thrown).exitCode;
}
