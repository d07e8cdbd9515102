import { z } from 'zod';
import { writerNames, type Data } from './pack.ts';

/** The form of practice.yaml. `docs/schema/practice.json` is written from it. */

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by hyphens');
/** A condition `modules.orders` is about a module, and `remove module orders` too. */
const practiceId = id.refine(
  (name) => name !== 'module' && name !== 'modules',
  'is kept for what is said of modules',
);
/** Stands in `--with cache=memory-redis,queue` and in the names of combinations. */
const choiceName = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]*$/, 'must be letters, digits, dots, hyphens and underscores');
const identifier = z.string().regex(/^[A-Za-z_$][\w$]*$/, 'must be a TypeScript identifier');
const line = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\r\n]*$/, 'must be one line');
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const data: z.ZodType<Data> = z.json();

const choice = z.strictObject({
  summary: line,
  requires: z.array(id).default([]),
});

const option = z.strictObject({
  summary: line,
  default: scalar,
  choices: z.record(choiceName, choice),
});

const envVariable = z.strictObject({
  value: z.string().optional(),
  summary: z.string().min(1),
  required: z.union([z.literal(false), z.enum(['production', 'always'])]).default(false),
  secret: z.boolean().default(false),
  compose: z.string().optional(),
});

const contribution = z.strictObject({
  when: z.record(z.string(), scalar).default({}),
  dependencies: z.array(z.string()).default([]),
  devDependencies: z.array(z.string()).default([]),
  scripts: z.record(z.string(), z.string()).default({}),
  package: z.record(z.string(), data).default({}),
  env: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), envVariable).default({}),
  slots: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  compose: z.record(z.string(), data).default({}),
  packages: z.array(z.string()).default([]),
});

const globs = z.array(z.string().min(1)).default([]);

const boot = z.strictObject({
  env: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()).default({}),
  ready: z.string().startsWith('/'),
  probes: z.array(z.string().startsWith('/')).default([]),
});

const renames = z
  .record(z.string().min(1), z.string().min(1))
  .describe('Old path in the service → new path, of files that an earlier version had elsewhere.');

export const practiceSchema = z.strictObject({
  id: practiceId,
  title: line,
  summary: line,
  group: line.default('Other'),
  implied: z.boolean().default(false),
  requires: z.array(id).default([]),
  conflicts: z.array(id).default([]),
  options: z.record(id, option).default({}),
  entry: identifier.optional(),
  fixture: identifier.optional(),
  servers: z.array(z.enum(['postgres', 'redis'])).default([]),
  tables: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/)).default([]),
  writes: z.partialRecord(z.enum(writerNames), z.string()).default({}),
  ownership: z
    .strictObject({ managed: globs, block: globs, seeded: globs, required: globs })
    .default({ managed: [], block: [], seeded: [], required: [] }),
  reads: z.record(z.string().min(1), z.array(z.string().min(1))).default({}),
  boot: boot.optional(),
  contributes: z.array(contribution).default([]),
  renames: renames.optional(),
});

/** practice.yaml with its defaults filled in. */
export type PracticeManifest = z.output<typeof practiceSchema>;
