import type { FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify';
import { Type } from 'typebox';
import { AppError } from './errors.ts';
import { fromDatabaseError } from './database-errors.ts';
import { UpstreamError } from './http.ts';

/** RFC 9457 problem details, as every error of the API is answered. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Always `about:blank`: `code` tells the kind.' }),
    title: Type.String({ description: 'The name of the status.' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String({ description: 'Stable and documented: what a client may branch on.' }),
    detail: Type.Optional(Type.String({ description: 'What went wrong, for a person.' })),
    requestId: Type.String({ description: 'Names the request in the log.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'Where, as a JSON pointer.' }),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem', description: 'RFC 9457 problem details', additionalProperties: true },
);

export const problemType = 'application/problem+json; charset=utf-8';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The body of an error's answer. Pure. */
export function problemOf(error: AppError, requestId: string): Record<string, unknown> {
  const detail = error.message === '' ? {} : { detail: error.message };
  return {
    type: 'about:blank',
    title: titles[error.status] ?? 'Error',
    status: error.status,
    code: error.code,
    ...detail,
    ...error.members,
    requestId,
  };
}

/** Answers any error: ours as it says, a known one translated, an unknown one without a word of it. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = translate(error);
  if (known.status >= 500) request.log.error({ err: error, code: known.code }, 'request failed');
  void reply
    .code(known.status)
    .headers(known.headers)
    .type(problemType)
    .send(JSON.stringify(problemOf(known, request.id)));
}

/** What the caller is told. Pure. */
export function translate(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return (
    fromFramework(error) ??
    fromDatabaseError(error) ??
    (error instanceof UpstreamError
      ? new AppError(502, 'upstream-failed', 'A system behind this one failed.', { cause: error })
      : new AppError(500, 'internal', '', { cause: error }))
  );
}

interface FrameworkError extends Error {
  readonly statusCode: number;
  readonly validation?: readonly FastifySchemaValidationError[];
  readonly validationContext?: string;
}

const frameworkCodes: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['bad-request', 'The request cannot be read.'],
  408: ['request-timeout', 'The request took too long to arrive.'],
  413: ['too-large', 'The body is over the limit.'],
  414: ['uri-too-long', 'The URL or a parameter in it is too long.'],
  415: ['unsupported-media-type', 'Send application/json.'],
  503: ['unavailable', 'The request took too long to serve.'],
};

function fromFramework(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode, validation, validationContext } = error as FrameworkError;
  if (validation !== undefined) return invalid(validation, validationContext ?? 'body', error);
  const [code, detail] = frameworkCodes[statusCode] ?? [];
  if (code === undefined || detail === undefined) return undefined;
  return new AppError(statusCode, code, detail, { cause: error });
}

function invalid(
  validation: readonly FastifySchemaValidationError[],
  context: string,
  cause: unknown,
): AppError {
  const errors = validation.map(({ instancePath, keyword, params, message }) => ({
    pointer: `/${context}${instancePath}${missing(keyword, params)}`,
    detail: message ?? 'is not valid',
  }));
  return new AppError(400, 'validation', 'The request does not match its schema.', {
    cause,
    members: { errors },
  });
}

/** Points at the property itself where the validator points at the object around it. */
function missing(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const name = keyword === 'required' ? params['missingProperty'] : params['additionalProperty'];
  return typeof name === 'string' ? `/${name}` : '';
}
