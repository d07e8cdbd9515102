/** Writes docs/living-with-it.md anew: `node test/docs/write-living-with-it.ts`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { buildDist } from '../../build/dist.ts';
import { performed } from './console.ts';
import { makeNewerRelease, readDocument } from './newer-release.ts';

const path = join(import.meta.dirname, '../../docs/living-with-it.md');
const scratch = mkdtempSync(join(tmpdir(), 'plinth-year-'));
try {
  const dist = join(scratch, 'dist');
  const newer = join(scratch, 'newer');
  const folder = join(scratch, 'year');
  mkdirSync(folder);
  await buildDist(dist);
  makeNewerRelease(dist, newer);
  const text = await performed(readDocument('living-with-it.md'), {
    folder,
    releases: { first: dist, newer },
  });
  const style = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...style, filepath: path }));
} finally {
  rmSync(scratch, { recursive: true });
}
