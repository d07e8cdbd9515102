/** Writes docs/schema/ anew: `node src/repo/write-schemas.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from './schemas.ts';

const folder = join(import.meta.dirname, '../../docs/schema');
for (const [name, text] of jsonSchemas()) writeFileSync(join(folder, name), text);
