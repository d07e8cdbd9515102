import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProof } from '../src/verify/proof-file.ts';

/**
 * Puts the proof beside the bundle, where `create` looks for it, when there is one and it is about what
 * is being built. A proof of anything else stays behind.
 *
 * @param from - the proof that `plinth verify --proof` wrote; may be missing
 * @param dist - absolute folder
 * @param built - the version of Plinth, and the digest of the pack, that are built
 */
export function copyProof(
  from: string,
  dist: string,
  built: { readonly engine: string; readonly pack: string },
): void {
  if (!existsSync(from)) return;
  const proof = parseProof(readFileSync(from, 'utf8'));
  if (proof?.engine !== built.engine || proof.pack !== built.pack) return;
  writeFileSync(join(dist, 'proof.json'), JSON.stringify(proof));
}
