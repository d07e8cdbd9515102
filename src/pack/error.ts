import { errorCodes, type PlinthErrorCode } from './error-codes.ts';

/** Where a mistake is, and how to mend it. */
export interface ErrorDetails {
  /** The file, as the user would name it. */
  readonly path?: string | undefined;
  /** Counted from 1. */
  readonly line?: number | undefined;
  /** The answer that is wrong, by the keys that lead to it: `practices`, `cache`, `tiers`. */
  readonly answer?: readonly string[] | undefined;
  /** What to do next. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The only error that the engine raises on purpose: a code of the catalogue and a sentence for people. */
export class PlinthError extends Error {
  override readonly name = 'PlinthError';
  readonly code: PlinthErrorCode;
  readonly path: string | undefined;
  readonly line: number | undefined;
  readonly answer: readonly string[] | undefined;
  readonly hint: string | undefined;

  /**
   * @param code - an entry of {@link errorCodes}
   * @param message - what was expected, and what was found
   * @param details - where it is and what to do next
   */
  constructor(code: PlinthErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.path = details.path;
    this.line = details.line;
    this.answer = details.answer;
    this.hint = details.hint;
  }

  /** The exit code that the catalogue gives this error. */
  get exitCode(): number {
    return errorCodes[this.code].exit;
  }
}
