import { Check } from 'typebox/schema';
import type { Call } from './runner/protocol.ts';

/** What this reads of an OpenAPI 3.1 document whose schemas stand where they are used. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

/**
 * Compares what a script sent and read with what the service documents.
 *
 * @returns a sentence for each thing that is not documented; none when all is.
 */
export function undocumented(document: OpenApi, call: Call): readonly string[] {
  const url = new URL(call.url);
  const route = Object.keys(document.paths).find((path) => matches(path, url.pathname));
  const operation =
    route === undefined ? undefined : document.paths[route]?.[call.method.toLowerCase()];
  const name = `${call.method} ${route ?? url.pathname}`;
  if (operation === undefined) return [`${name} does not exist`];
  return [
    ...parameterProblems(operation, call, url),
    ...bodyProblems(operation, call),
    ...answerProblems(operation, call),
  ].map((problem) => `${name} ${problem}`);
}

function matches(path: string, pathname: string): boolean {
  const pattern = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(pathname);
}

function parameterProblems(
  { parameters = [] }: Operation,
  call: Call,
  url: URL,
): readonly string[] {
  const sent = new Set(Object.keys(call.headers).map((header) => header.toLowerCase()));
  const unknown = [...url.searchParams.keys()].filter((name) =>
    parameters.every((parameter) => parameter.in !== 'query' || parameter.name !== name),
  );
  const lacking = parameters.filter(
    (parameter) =>
      parameter.in === 'header' && parameter.required === true && !sent.has(parameter.name),
  );
  return [
    ...unknown.map((query) => `has no query parameter "${query}"`),
    ...lacking.map((header) => `needs the header "${header.name}"`),
  ];
}

function bodyProblems({ requestBody }: Operation, { body }: Call): readonly string[] {
  const schema = requestBody?.content['application/json']?.schema;
  if (schema === undefined) return body === null ? [] : ['takes no body'];
  return Check(schema, JSON.parse(body ?? 'null')) ? [] : [`does not take the body ${body ?? ''}`];
}

function answerProblems({ responses }: Operation, { status, fields }: Call): readonly string[] {
  const answer = responses[String(status)];
  if (answer === undefined) return [`does not document the status ${status}`];
  const schema = answer.content?.['application/json']?.schema;
  return fields
    .filter((field) => !hasField(schema, field.split('.')))
    .map((field) => `does not answer the field "${field}"`);
}

function hasField(schema: Schema | undefined, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return schema !== undefined;
  const isIndex = key === '#' || /^\d+$/.test(key);
  return hasField(isIndex ? schema?.items : schema?.properties?.[key], rest);
}
