import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import bundle from '../rolldown.config.ts';
import { compilePack } from '../src/pack/compile.ts';
import { loadPack } from '../src/pack/load.ts';

/** Root of this repository. */
const root = join(import.meta.dirname, '..');

/**
 * Builds the bundle and the compiled built-in pack, all that runs of what is published, and puts the
 * schemas for editors beside them, where a plinth.json looks for its own.
 *
 * @param folder - absolute; what stands there is removed
 */
export async function buildDist(folder: string): Promise<void> {
  await build({
    ...bundle,
    cwd: root,
    logLevel: 'warn',
    output: { ...bundle.output, dir: folder },
  });
  writeFileSync(join(folder, 'built-in.pack'), compilePack(loadPack(join(root, 'templates'))));
  cpSync(join(root, 'docs/schema'), join(folder, 'schema'), { recursive: true });
}
