import { TaskCancelledError } from 'cockatiel';
import { expect, it } from 'vitest';
import { notFound } from '../../core/errors.ts';
import { UpstreamError } from '../../core/http.ts';
import { isTransient } from './failure.ts';

const answered = (status: number) =>
  new UpstreamError('http://payments', { status, headers: {}, json: undefined });
const broken = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ['500', answered(500)],
  ['503', answered(503)],
  ['429', answered(429)],
  ['a refused connection', broken('ECONNREFUSED')],
  ['a closed socket', broken('UND_ERR_SOCKET')],
  ['an answer without an end', broken('UND_ERR_RES_EXCEEDED_MAX_SIZE')],
  ['an attempt that took too long', new TaskCancelledError()],
  ['a timeout of the client', new DOMException('late', 'TimeoutError')],
])('%s may pass', (_what, error) => {
  expect(isTransient(error)).toBe(true);
});

it.each([
  ['400', answered(400)],
  ['402', answered(402)],
  ['a refusal of our own', notFound('No such order.')],
  ['a mistake in the code', new TypeError('x is not a function')],
  ['a caller who gave up', new DOMException('stop', 'AbortError')],
])('%s will be the same next time', (_what, error) => {
  expect(isTransient(error)).toBe(false);
});
