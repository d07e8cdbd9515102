import { z } from 'zod';

/** The forms of pack.yaml and versions.yaml. `docs/schema/` is written from them. */

const text = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const packSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by hyphens'),
  version: text,
  title: text,
  base: text,
  presets: z
    .record(
      z.string(),
      z.strictObject({
        summary: text,
        practices: z.record(z.string(), z.record(z.string(), scalar)),
      }),
    )
    .default({}),
  modules: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by hyphens'),
      z.strictObject({ requires: z.array(text).default([]), required: z.boolean().default(false) }),
    )
    .default({}),
  renames: z
    .record(text, text)
    .optional()
    .describe(
      'Old path in the service → new path, of files that an earlier version had elsewhere.',
    ),
});

export const versionsSchema = z.strictObject({
  dependencies: z.record(z.string(), text).default({}),
  actions: z
    .record(
      z.string(),
      z.strictObject({
        commit: z.string().regex(/^[0-9a-f]{40}$/, 'must be a full commit'),
        tag: text,
      }),
    )
    .default({}),
  unnamed: z.record(z.string(), text).default({}),
});

/** pack.yaml with its defaults filled in. */
export type PackManifest = z.output<typeof packSchema>;
/** versions.yaml with its defaults filled in. */
export type VersionCatalogue = z.output<typeof versionsSchema>;
