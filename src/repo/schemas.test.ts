import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from './schemas.ts';

const folder = join(import.meta.dirname, '../../docs/schema');

test('docs/schema is what `node src/repo/write-schemas.ts` writes', () => {
  const schemas = jsonSchemas();
  expect(readdirSync(folder).sort()).toEqual([...schemas.keys()].sort());
  for (const [name, text] of schemas) {
    expect(JSON.parse(readFileSync(join(folder, name), 'utf8')), name).toEqual(JSON.parse(text));
  }
});
