import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { redactText } from './redact.ts';

/** Sets this process' ids apart from any other's. */
const ofProcess = randomBytes(9).toString('base64url');
const acceptable = /^[\w.:-]{1,64}$/;
let count = 0;

/**
 * The id of a request: the caller's own when it is harmless to log and to echo, else the next one of
 * this process. Holds nothing that JSON or a header would have to escape.
 */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && acceptable.test(given) && redactText(given) === given) {
    return given;
  }
  count += 1;
  return `${ofProcess}-${count.toString(36)}`;
}
