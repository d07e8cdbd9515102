import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FillBatch } from './backfill.ts';

/** There is no such backfill, or its file does not export `fill`. */
export class UnknownBackfill extends Error {
  override readonly name = 'UnknownBackfill';
}

/**
 * Loads `modules/<owner>/backfills/<name>` of this release.
 *
 * @param source - the folder that holds `modules`
 * @param path - `OWNER/NAME`
 * @throws UnknownBackfill that says what was looked for, and where.
 */
export async function loadBackfill(source: string, path: string): Promise<FillBatch> {
  const [owner = '', name = ''] = path.split('/');
  const folder = join(source, 'modules', owner, 'backfills');
  const names = await readdir(folder).catch(() => []);
  const file = names.find((found) => found === `${name}.ts` || found === `${name}.js`);
  if (file === undefined) {
    throw new UnknownBackfill(
      `Expected ${join(folder, name)}.ts, found ${names.join(', ') || 'nothing'}.`,
    );
  }
  const loaded = (await import(pathToFileURL(join(folder, file)).href)) as { fill?: FillBatch };
  if (loaded.fill === undefined) {
    throw new UnknownBackfill(`${join(folder, file)} must export fill(db, after, limit).`);
  }
  return loaded.fill;
}
