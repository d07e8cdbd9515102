import { Ajv, type Options } from 'ajv';
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
  (httpPart === 'body' ? json : text).compile(schema);

function withFormats(ajv: Ajv): Ajv {
  formats.default(ajv);
  return ajv;
}
