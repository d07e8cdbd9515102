import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { scratchFolder } from '../cli/plinth.ts';
import { performed } from './console.ts';
import { makeNewerRelease, readDocument } from './newer-release.ts';

test('docs/living-with-it.md shows what its commands print', { timeout: 300_000 }, async () => {
  const scratch = scratchFolder();
  const newer = join(scratch, 'newer');
  const folder = join(scratch, 'year');
  mkdirSync(folder);
  makeNewerRelease(inject('dist'), newer);
  const written = readDocument('living-with-it.md');
  const now = await performed(written, { folder, releases: { first: inject('dist'), newer } });
  expect(masked(now), 'node test/docs/write-living-with-it.ts writes it anew').toBe(
    masked(written),
  );
});

/** Without the numbers, which every change of a template moves: counts, lines and versions. */
function masked(text: string): string {
  return text.replace(/\d+(?:\.\d+)*/g, '#');
}
