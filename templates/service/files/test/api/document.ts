import type { TestService } from '../harness.ts';

/** As much of JSON Schema as our document uses. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface Parameter {
  readonly in: 'header' | 'path' | 'query';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

/** One method of one path. */
export interface Operation {
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  /** Such as `/orders/{id}`. */
  readonly path: string;
  readonly id: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  /** The error codes that the route says it has of its own. */
  readonly codes: readonly string[];
}

interface RawOperation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

/** Every operation of the document that the service serves about itself. */
export async function readOperations({ app }: TestService): Promise<readonly Operation[]> {
  const { paths } = (await app.inject('/openapi.json')).json<{
    paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  }>();
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      id: operation.operationId,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content?.['application/json']?.schema,
      codes: Object.values(operation.responses).flatMap(codesOf),
    })),
  );
}

const codesOf = ({ content }: Content): readonly string[] =>
  (content?.['application/problem+json']?.schema?.allOf ?? []).flatMap(
    ({ properties }) => (properties?.['code']?.enum ?? []) as readonly string[],
  );
