import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { App } from '../../src/core/server.ts';

/** The parts of an OpenAPI document that are looked up here. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, unknown>> }>
  >;
}

const documentId = 'openapi';

/** Pointer → whether a value fits what stands there. */
type Fits = (location: readonly string[]) => ValidateFunction;

/** By the text of the document: services of one process have it in common, and compiling it takes long. */
const known = new Map<string, Fits>();

/**
 * Makes an answer to `app.inject` fail the test when the OpenAPI document does not allow it: an
 * undocumented status or content type, or a body that does not match its schema.
 */
export function checkAgainstDocument(app: App): void {
  const document = app.swagger() as unknown as Document;
  const fits = validatorsOf(document);
  const inject = app.inject.bind(app);

  const checked = async (options: InjectOptions | string): Promise<LightMyRequestResponse> => {
    const response = await inject(options);
    const given = typeof options === 'string' ? { url: options } : options;
    const method = given.method ?? 'GET';
    const url = given.url ?? given.path ?? '';
    const path = typeof url === 'string' ? url : url.pathname;
    const location = locate(document, method.toLowerCase(), path, response);
    if (location === undefined) return response;
    const validate = fits(location);
    if (!validate(response.json())) {
      throw new Error(`${told(method, path, response)}: ${JSON.stringify(validate.errors)}`);
    }
    return response;
  };
  app.inject = checked as App['inject'];
}

function validatorsOf(document: Document): Fits {
  const text = JSON.stringify(document);
  const before = known.get(text);
  if (before) return before;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, documentId);
  const compiled = new Map<string, ValidateFunction>();
  const fits: Fits = (location) => {
    const $ref = `${documentId}#/${location.map(escaped).join('/')}`;
    const validate = compiled.get($ref) ?? ajv.compile({ $ref });
    compiled.set($ref, validate);
    return validate;
  };
  known.set(text, fits);
  return fits;
}

/** Where in the document the schema of this answer is; `undefined` when it needs none. */
function locate(
  document: Document,
  method: string,
  url: string,
  response: LightMyRequestResponse,
): readonly string[] | undefined {
  const path = pathOf(document, url.replace(/\?.*$/s, ''));
  const operation = path === undefined ? undefined : document.paths[path]?.[method];
  if (path === undefined || operation === undefined) return undefined;
  const status = String(response.statusCode);
  const key = status in operation.responses ? status : 'default';
  const content = operation.responses[key]?.content;
  if (response.body === '' && content === undefined) return undefined;
  if (response.statusCode === 304) return undefined;
  const type = (response.headers['content-type'] ?? '').replace(/;.*$/, '');
  if (content?.[type] === undefined || (key === 'default' && response.statusCode < 400)) {
    throw new Error(`${told(method, url, response)} as ${type}, which is not documented.`);
  }
  return ['paths', path, method, 'responses', key, 'content', type, 'schema'];
}

function pathOf(document: Document, url: string): string | undefined {
  const segments = url.split('/');
  const fits = (path: string): boolean => {
    const pattern = path.split('/');
    return (
      pattern.length === segments.length &&
      pattern.every((part, index) => part.startsWith('{') || part === segments[index])
    );
  };
  const paths = Object.keys(document.paths).filter(fits);
  return paths.find((path) => path === url) ?? paths[0];
}

const told = (method: string, url: string, response: LightMyRequestResponse): string =>
  `${method.toUpperCase()} ${url} answered ${String(response.statusCode)}`;

/** One step of a JSON pointer inside a URI fragment (RFC 6901, 3 and 6). */
const escaped = (step: string): string =>
  encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
