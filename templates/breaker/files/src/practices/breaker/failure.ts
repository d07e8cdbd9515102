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
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/**
 * Whether a failure says that the other system is unwell and may recover: a status of 500 or more,
 * 408, 425 or 429, a network error, a timeout. An answer such as 400 or 402 says that it is well.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof UpstreamError)
    return error.status >= 500 || passingStatuses.has(error.status);
  if (error instanceof TaskCancelledError) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || networkCodes.has(codeOf(error));
}

const codeOf = (error: Error) => ('code' in error ? error.code : undefined);
