import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import manifest from '../package.json' with { type: 'json' };
import bundle from '../rolldown.config.ts';
import { compilePack } from '../src/pack/compile.ts';
import { loadPack } from '../src/pack/load.ts';
import { copyProof } from './proof.ts';

/** Root of this repository. */
const root = join(import.meta.dirname, '..');

/**
 * Builds the bundle and the compiled built-in pack, all that runs of what is published, and puts beside
 * them the proof, if `plinth verify` wrote one for them, and the schemas for editors, where a plinth.json
 * looks for its own.
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
  // npm makes them executable when it links them, which is once.
  for (const program of ['bin.cjs', 'create.cjs']) chmodSync(join(folder, program), 0o755);
  const pack = loadPack(join(root, 'templates'));
  writeFileSync(join(folder, 'built-in.pack'), compilePack(pack));
  copyProof(join(root, 'proof.json'), folder, { engine: manifest.version, pack: pack.digest });
  cpSync(join(root, 'docs/schema'), join(folder, 'schema'), { recursive: true });
}
