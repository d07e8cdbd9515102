import { z } from 'zod';
import { unsafePathReason } from '../pack/safe-path.ts';
import { isReserved } from '../render/tree.ts';
import { longestName, packageManagers } from '../selection/answers.ts';
import { parseField } from '../selection/field.ts';
import { recordVersion } from './records.ts';

/** The forms of plinth.json and plinth.lock; both are read as if a stranger had written them. */

const id = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case words joined by hyphens');
const short = z.string().min(1).max(200);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hexadecimal');
const version = z.literal(recordVersion);

const fields = z
  .record(short, short)
  .check(({ value, issues }) => {
    for (const [name, spec] of Object.entries(value)) {
      const field = parseField(name, spec);
      if (!('problem' in field)) continue;
      const message = `${field.problem}. ${field.hint}`;
      issues.push({ code: 'custom', message, input: spec, path: [name] });
    }
  })
  .describe('Field → type[:modifier]…, in the order in which the API shows them.');

const moduleAnswer = z
  .strictObject({
    sample: z.literal(true).optional().describe('One that the pack brings as an example.'),
    fields: fields.optional(),
    singular: id.optional().describe('What one is called, where the plural does not tell.'),
    reads: z.literal('public').optional().describe('Reading needs no credentials.'),
  })
  .refine(
    ({ sample, ...own }) => (sample === true) !== Object.keys(own).length > 0,
    'must have either "sample" or "fields"',
  );

export const plinthJsonSchema = z
  .strictObject({
    $schema: z.string().max(300).optional(),
    version,
    name: z
      .string()
      .min(1)
      .max(longestName)
      .describe('The name of the service, as in package.json.'),
    pack: z
      .strictObject({ id, version: short })
      .describe('Where the practices come from, and which release of it.'),
    packageManager: z.strictObject({
      name: z.enum(packageManagers),
      version: short.optional(),
    }),
    node: z
      .enum(['system', 'bundled'])
      .describe('`bundled`: the service brings its own Node by the npm package `node`.'),
    engineSource: z
      .string()
      .max(4096)
      .regex(/^file:/, 'must be a file: URL')
      .optional()
      .describe('Where `create-plinth` comes from when a checkout of Plinth made the service.'),
    practices: z
      .record(id, z.record(id, short))
      .describe(
        'The practices that were asked for, with their options. What they require follows.',
      ),
    modules: z
      .record(id, moduleAnswer)
      .describe(
        'The domain slices: samples that the pack brings, and those with fields of their own.',
      ),
  })
  .describe('What a team wants of its service. Edit it, then run `plinth apply`.');

const path = z
  .string()
  .max(400)
  .refine(
    (text) => unsafePathReason(text) === undefined,
    'must be a safe path inside the repository',
  )
  .refine((text) => !isReserved(text), 'must not be one of Plinth’s own records');

const lockedFile = z.strictObject({
  owners: z.array(id).min(1).max(200),
  ownership: z.enum(['managed', 'merged', 'block', 'seeded']),
  sha256: hash,
  mode: z.enum(['644', '755']),
  required: z.literal(true).optional(),
  yours: z
    .array(
      z
        .string()
        .max(400)
        .regex(/^(?:\/.*)?$/, 'must be a JSON pointer'),
    )
    .min(1)
    .max(1000)
    .optional(),
  at: path.optional(),
});

/** Two entries of one place would undo each other. */
function isOneToOne(files: Readonly<Record<string, z.output<typeof lockedFile>>>): boolean {
  const places = Object.entries(files).map(([name, { at = name }]) => at.toLowerCase());
  const names = Object.keys(files).map((name) => name.toLowerCase());
  return new Set(places).size === places.length && new Set(names).size === names.length;
}

export const plinthLockSchema = z.strictObject({
  version,
  engine: short,
  pack: z.strictObject({ id, version: short, sha256: hash }),
  files: z
    .record(path, lockedFile)
    .refine(isOneToOne, 'must have each place once, whatever its case'),
});

export type PlinthJson = z.output<typeof plinthJsonSchema>;
export type PlinthLock = z.output<typeof plinthLockSchema>;
