import { z } from 'zod';

/** The form of plinth.policy.yaml and of a pack's policy.yaml. `docs/schema/policy.json` is written from it. */

/** Rules that an exception can be made of, by the ids that reports use. They never change their meaning. */
export const ruleIds = [
  'conflict',
  'edited-locally',
  'edited-and-moved',
  'missing',
  'orphan',
  'template-moved',
  'practice-required',
  'practice-forbidden',
  'option-value',
  'engine-version',
  'pack-version',
] as const;
export type RuleId = (typeof ruleIds)[number];

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by hyphens');
const choice = z.string().min(1).max(100);
const version = z
  .string()
  .regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'must be a version such as 1.4.0');
const line = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line');
const glob = z.string().min(1).max(400);

const exception = z.strictObject({
  rule: z.enum(ruleIds).describe('Which rule does not count here.'),
  path: glob.describe(
    'The path that the report names, or a glob; `#KEY` behind it means one key: `plinth.json#auth.method`.',
  ),
  reason: line.describe('Why the standard cannot be kept here.'),
  owner: line.describe('Who answers for it.'),
  expires: z.iso.date().describe('The last day that it counts, as YYYY-MM-DD in UTC.'),
});

export const policySchema = z
  .strictObject({
    $schema: z.string().max(300).optional(),
    practices: z
      .strictObject({
        required: z.array(id).default([]).describe('Practices that have to be present.'),
        forbidden: z.array(id).default([]).describe('Practices that may not be present.'),
      })
      .default({ required: [], forbidden: [] }),
    options: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, 'must be practice.option'),
        z.union([choice.transform((value) => [value]), z.array(choice).min(1)]),
      )
      .default({})
      .describe('`practice.option` and the value, or the values, that it may have where present.'),
    managed: z
      .array(glob)
      .default([])
      .describe('Globs of rendered files that may not be edited or deleted here.'),
    minimum: z
      .strictObject({ engine: version.optional(), pack: version.optional() })
      .default({})
      .describe('The oldest releases that a repository may be rendered with.'),
    exceptions: z.array(exception).default([]),
  })
  .describe('A standard that `plinth check` holds a repository against.');

/** A policy with its defaults filled in. */
export type Policy = z.output<typeof policySchema>;
/** One agreed departure from the standard, until a day. */
export type PolicyException = Policy['exceptions'][number];
