import { z } from 'zod';
import { policySchema } from '../pack/policy-schema.ts';
import { packSchema, versionsSchema } from '../pack/pack-schema.ts';
import { practiceSchema } from '../pack/practice-schema.ts';
import { plinthJsonSchema } from './record-schema.ts';

const schemas: Readonly<Record<string, z.ZodType>> = {
  'pack.json': packSchema,
  'plinth.json': plinthJsonSchema,
  'policy.json': policySchema,
  'practice.json': practiceSchema,
  'versions.json': versionsSchema,
};

/** JSON Schemas for editors: file name in `docs/schema/` → its text. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}
