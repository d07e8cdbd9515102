import { TaskCancelledError } from 'cockatiel';
import { UpstreamError } from '../../core/http.ts';

const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** Of the system and of undici. Anything else thrown is a mistake of ours, which trying again repeats. */
const networkCodes: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
  'UND_ERR_SOCKET',
]);

/** A time limit; and undici's for what is no HTTP, which has as many codes as there are ways to be none. */
const passingNames: ReadonlySet<string> = new Set(['TimeoutError', 'HTTPParserError']);

/**
 * Whether a failure says that the other system is unwell and may recover: a status of 500 or more,
 * 408, 425 or 429, a network error, a timeout, an answer that is no HTTP or has no end. An answer
 * such as 400 or 402 says that it is well.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof UpstreamError)
    return error.status >= 500 || passingStatuses.has(error.status);
  if (error instanceof TaskCancelledError) return true;
  if (!(error instanceof Error)) return false;
  return passingNames.has(error.name) || networkCodes.has(codeOf(error));
}

const codeOf = (error: Error) => ('code' in error ? error.code : undefined);
