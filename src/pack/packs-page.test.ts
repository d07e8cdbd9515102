import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { packSchema, versionsSchema } from './pack-schema.ts';
import { practiceSchema } from './practice-schema.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/packs.md'), 'utf8');

test.each([
  { name: 'pack.yaml', schema: packSchema },
  { name: 'versions.yaml', schema: versionsSchema },
  { name: 'practice.yaml', schema: practiceSchema },
])('docs/packs.md shows every field of $name, in a form that is taken', ({ name, schema }) => {
  const [, section = ''] = page.split(`\n## ${name}\n`);
  const blocks = section.split('\n## ')[0]?.matchAll(/^```yaml\n([^]*?)^```/gm) ?? [];
  const shown = Object.assign(
    {},
    ...[...blocks].map(([, text = '']) => parse(text) as object),
  ) as object;
  expect(schema.safeParse(shown).error).toBeUndefined();
  expect(Object.keys(shown).sort()).toEqual(Object.keys(schema.shape).sort());
});
