import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

const shared: Options = {
  useDefaults: true,
  removeAdditional: false,
  allErrors: false,
  // TypeBox and OpenAPI annotate schemas with words that JSON Schema does not know.
  strict: false,
};

const text = withFormats(new Ajv({ ...shared, coerceTypes: 'array' }));
const json = withFormats(new Ajv({ ...shared, coerceTypes: false }));

/**
 * Compiles the schemas of requests. What arrives as text (parameters, queries, headers) is coerced to
 * the type that the schema asks for; a JSON body says its types itself, and is taken at its word.
 */
export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  httpPart === 'body' ? json.compile(schema) : withPlainNumbers(schema, text.compile(schema));

/** As people write numbers. Coercion would take what JavaScript does as well: 0x5, 5e0, ' 5'. */
const plainNumber = /^-?\d+(\.\d+)?$/;

function withPlainNumbers(
  schema: object,
  validate: ValidateFunction,
): ReturnType<FastifySchemaCompiler<object>> {
  const numbers = numbersIn(schema);
  return (data: Readonly<Record<string, unknown>> | null) => {
    const odd = numbers.filter(({ name }) => isOdd(data?.[name]));
    if (odd.length > 0) return { error: odd.map(notANumber) };
    return validate(data) || { error: validate.errors ?? [] };
  };
}

const isOdd = (value: unknown): boolean => typeof value === 'string' && !plainNumber.test(value);

interface NumberProperty {
  readonly name: string;
  readonly type: 'integer' | 'number';
}

/** Parameters, queries and headers are flat: their numbers are properties of the schema itself. */
function numbersIn(schema: object): readonly NumberProperty[] {
  const { properties = {} } = schema as { properties?: Record<string, { type?: unknown }> };
  return Object.entries(properties).flatMap(([name, { type }]) =>
    type === 'integer' || type === 'number' ? [{ name, type }] : [],
  );
}

/** In the words of the validator. */
const notANumber = ({ name, type }: NumberProperty): ErrorObject => ({
  keyword: 'type',
  instancePath: `/${name}`,
  schemaPath: `#/properties/${name}/type`,
  params: { type },
  message: `must be ${type}`,
});

function withFormats(ajv: Ajv): Ajv {
  formats.default(ajv);
  return ajv;
}
