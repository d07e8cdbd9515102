import type { FastifyInstance } from 'fastify';
import { badRequest } from './errors.ts';

/**
 * What reads, writes, caches and answers a value later follows it inwards, each by its own stack: a body
 * that one of them takes and another one does not would be stored, and never read again.
 */
const maxLevels = 64;

/**
 * Reads bodies of JSON. One without a byte is none at all: many clients name the type of a body even
 * where they send none, as with DELETE.
 * @param app - answers 400 to what is no JSON, names a prototype, or nests too deep
 */
export function readJsonBodies(app: Pick<FastifyInstance, FastifyMethods>): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, text, done) => {
      if (text === '') {
        done(null, undefined);
        return;
      }
      void parse(request, text, (error, body: unknown) => {
        if (error || nestsWithin(body, maxLevels)) done(error, body);
        else done(badRequest(`The body nests deeper than ${String(maxLevels)} levels.`));
      });
    },
  );
}

type FastifyMethods = 'addContentTypeParser' | 'getDefaultJsonParser' | 'removeContentTypeParser';

const nestsWithin = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => nestsWithin(inner, levels - 1)));
