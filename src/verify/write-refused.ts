import { PlinthError } from '../pack/error.ts';
import { systemReason } from '../pack/system-reason.ts';

/** What could not be written, and what to do about it. */
export interface Refused {
  readonly path: string;
  /** Such as `the ledger cannot be written`. */
  readonly problem: string;
  readonly hint: string;
}

/**
 * Tells of what the system refused to write.
 *
 * @param error - what a function of `node:fs` threw
 * @returns `PLINTH_WRITE_FAILED` with the system's reason; an error that it did not give as it is
 */
export function writeRefused(error: unknown, { path, problem, hint }: Refused): unknown {
  const reason = systemReason(error);
  if (reason === undefined) return error;
  const message = `${problem}: ${reason}`;
  return new PlinthError('PLINTH_WRITE_FAILED', message, { path, hint, cause: error });
}
