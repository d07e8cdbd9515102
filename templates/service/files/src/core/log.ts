import { pino, type DestinationStream } from 'pino';
import type { FastifyBaseLogger } from 'fastify';
import { currentContext } from './context.ts';
import { lineTime } from './line-time.ts';
import { createLineBuffer } from './log-buffer.ts';
import { redactKeys, redactText } from './redact.ts';

export const logLevels = ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'] as const;

/** A logger, and how to write out what it still buffers. */
export interface Log {
  readonly log: FastifyBaseLogger;
  /** Writes every buffered line. Call it last before the process ends. */
  flush(): void;
}

export interface LogOptions {
  /**
   * `silent` writes nothing. Any other word counts as `info`: the log is there before the environment
   * is checked, which refuses it.
   */
  readonly level: string;
  readonly service: string;
  /** Where lines go instead of stdout. */
  readonly destination?: DestinationStream;
  /** Collects lines and writes them together: faster, and up to a quarter of a second late. */
  readonly buffered?: boolean;
}

/**
 * Creates the one logger of a process: a line is JSON, carries the id of the request that it belongs
 * to, and never holds a credential.
 */
export function createLog({ level, service, destination, buffered = false }: LogOptions): Log {
  const stdout = buffered
    ? createLineBuffer(writeOut)
    : { write: writeOut, flush: () => undefined };
  const known = logLevels.find((one) => one === level);
  const log = pino(
    {
      level: known ?? 'info',
      base: { service },
      timestamp: lineTime,
      formatters: { level: (label) => ({ level: label }), log: redactKeys },
      // `redactKeys` has made plain objects of errors; pino's own serializer would take those apart.
      serializers: { err: (error: unknown) => error },
      hooks: { streamWrite: redactText },
      mixin: () => {
        const context = currentContext();
        return context === undefined ? {} : { requestId: context.requestId };
      },
    },
    destination ?? stdout,
  );
  return { log, flush: stdout.flush };
}

/** A pipe or a file takes it before this returns, so that nothing is lost when the process ends. */
const writeOut = (text: string | Uint8Array): void => void process.stdout.write(text);
