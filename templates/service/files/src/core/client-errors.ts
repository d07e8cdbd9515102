import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { AppError } from './errors.ts';
import { problemOf, problemType } from './problem.ts';
import { securityHeaders } from './security-headers.ts';

const statusOf: Readonly<Record<string, readonly [status: number, code: string, line: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-timeout', 'Request Timeout'],
};

type ClientError = Error & { readonly code?: string };

/** Answers what is not even HTTP: there is no request yet that a hook could see. */
export interface ClientErrors {
  /** Tells of a response that its connection owes from now on. */
  owe(response: ServerResponse): void;
  /** @param error - the parser's */
  answer(error: ClientError, socket: Socket): void;
}

/** @param log - gets a line for each such answer, since no request is logged */
export function createClientErrors(log: FastifyBaseLogger): ClientErrors {
  const responses = new WeakMap<Socket, readonly ServerResponse[]>();
  return {
    owe(response) {
      const { socket } = response.req;
      const unsent = (responses.get(socket) ?? []).filter((one) => !one.writableFinished);
      responses.set(socket, [...unsent, response]);
    },
    answer(error, socket) {
      const owed = responses.get(socket) ?? [];
      const underWay = owed.findLast((one) => one.req.complete && !one.writableFinished);
      const answered = owed.some((one) => one.headersSent && !one.req.complete);
      if (error.code === 'ECONNRESET' || !socket.writable || answered) {
        socket.destroy();
      } else if (underWay !== undefined) {
        // Whatever is written now would be taken for the answer to a request that was good.
        underWay.once('finish', () => socket.destroySoon());
      } else {
        socket.end(answerTo(error, log));
      }
    },
  };
}

/** The whole answer, for the bare socket. */
function answerTo(error: ClientError, log: FastifyBaseLogger): string {
  const [status, code, line] = statusOf[error.code ?? ''] ?? [400, 'bad-request', 'Bad Request'];
  const requestId = randomUUID();
  log.info({ requestId, status, reason: error.code }, 'request not readable');
  const problem = new AppError(status, code, 'The request cannot be read.', { cause: error });
  const body = JSON.stringify(problemOf(problem, requestId));
  const headers = {
    ...securityHeaders,
    'x-request-id': requestId,
    'content-type': problemType,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  return [
    `HTTP/1.1 ${String(status)} ${line}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');
}
