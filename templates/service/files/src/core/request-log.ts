import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import { pino, type DestinationStream } from 'pino';
import { lineTime } from './line-time.ts';

/** What a pino logger keeps under symbols that pino exports: where it writes, and its bound fields. */
interface Inside {
  readonly [pino.symbols.streamSym]: DestinationStream;
  readonly [pino.symbols.chindingsSym]: string;
}

const quietLevels: ReadonlySet<string> = new Set(['warn', 'error', 'fatal', 'silent']);

/**
 * Creates what writes the one line of each finished request, past pino's own path: that copies,
 * redacts and searches whatever a caller may log, and was measured to cost four times as much. Here
 * every field is known, and none can hold a credential or a character to escape.
 * @param log - a pino logger; the line carries its level, time and bound fields as any other does
 */
export function createRequestLog(
  log: FastifyBaseLogger,
): (request: FastifyRequest, reply: FastifyReply) => void {
  const { [pino.symbols.streamSym]: destination, [pino.symbols.chindingsSym]: bound } =
    log as FastifyBaseLogger & Inside;
  return (request, reply) => {
    if (quietLevels.has(log.level)) return;
    const { url } = request.routeOptions;
    destination.write(
      `{"level":"info"${lineTime()}${bound},"requestId":"${request.id}"` +
        `,"method":"${request.method}","route":${url === undefined ? 'null' : JSON.stringify(url)}` +
        `,"status":${reply.statusCode},"durationMs":${Math.round(reply.elapsedTime * 10) / 10}` +
        `,"msg":"request"}\n`,
    );
  };
}
