import type { FastifyInstance } from 'fastify';
import { AppError, badRequest } from './errors.ts';
import { firstUnkept } from './unkept.ts';

/**
 * What reads, writes, caches and answers a value later follows it inwards, each by its own stack: a body
 * that one of them takes and another one does not would be stored, and never read again.
 */
const maxLevels = 64;

/**
 * Reads bodies of JSON. One without a byte is none at all: many clients name the type of a body even
 * where they send none, as with DELETE.
 * @param app - answers 400 to what is no JSON, names a prototype, nests too deep, or holds a value that
 *   would be stored as another one, and 415 to what is compressed
 */
export function readJsonBodies(app: Pick<FastifyInstance, FastifyMethods>): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, text, done) => {
      const encoding = request.headers['content-encoding'] ?? 'identity';
      if (encoding !== 'identity') {
        done(encoded(encoding));
        return;
      }
      if (text === '') {
        done(null, undefined);
        return;
      }
      void parse(request, text, (error, body: unknown) => {
        done(error ?? problemIn(body), body);
      });
    },
  );
}

function problemIn(body: unknown): AppError | null {
  if (!nestsWithin(body, maxLevels)) {
    return badRequest(`The body nests deeper than ${String(maxLevels)} levels.`);
  }
  const unkept = firstUnkept(body, '/body');
  if (unkept === undefined) return null;
  return badRequest('The request holds a value that cannot be kept as it is.', 'validation', {
    members: { errors: [unkept] },
  });
}

/** RFC 9110, 15.5.16: `Accept-Encoding` in an answer says what would be taken. */
const encoded = (encoding: string): AppError =>
  new AppError(415, 'unsupported-media-type', `The body is ${encoding}: send it as it is.`, {
    headers: { 'accept-encoding': 'identity' },
  });

type FastifyMethods = 'addContentTypeParser' | 'getDefaultJsonParser' | 'removeContentTypeParser';

const nestsWithin = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => nestsWithin(inner, levels - 1)));
