import { PlinthError } from '../pack/error.ts';

/** The user pressed Ctrl-C. Nothing more is said. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Exit code of a shell command that SIGINT ended. */
const interruptedExit = 130;

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
  return thrown instanceof Interrupted ? interruptedExit : asPlinthError(thrown).exitCode;
}
