import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { AppError } from './errors.ts';
import { problemOf, problemType } from './problem.ts';

const statusOf: Readonly<Record<string, readonly [status: number, code: string, line: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-timeout', 'Request Timeout'],
};

/**
 * Answers what is not even HTTP, on the bare socket: there is no request yet that a hook could see.
 * @param error - the parser's
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, code, line] = statusOf[error.code ?? ''] ?? [400, 'bad-request', 'Bad Request'];
  const problem = new AppError(status, code, 'The request cannot be read.', { cause: error });
  const body = JSON.stringify(problemOf(problem, randomUUID()));
  socket.end(
    [
      `HTTP/1.1 ${String(status)} ${line}`,
      `content-type: ${problemType}`,
      `content-length: ${String(Buffer.byteLength(body))}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
