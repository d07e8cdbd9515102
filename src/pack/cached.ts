import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompiledPack } from './compiled.ts';
import { compilePack } from './compile.ts';
import { digestOf, readSources, sha256 } from './files.ts';
import { packFrom } from './load.ts';
import { makeFolder } from './make-folder.ts';
import type { Pack } from './pack.ts';

/**
 * Loads any pack, compiled under its digest the first time: a pack whose sources are unchanged is
 * neither parsed nor validated again.
 *
 * @param dir - the pack's folder
 * @param cache - the folder of compiled packs; made when it is missing, and done without when it cannot be
 * @throws PlinthError what `loadPack` throws
 */
export function loadPackCached(dir: string, cache: string): Pack {
  const sources = readSources(dir);
  const path = join(cache, `${digestOf(sources)}.pack`);
  const kept = readKept(path);
  if (kept) return kept;
  const pack = packFrom(sources);
  keep(cache, path, compilePack(pack));
  return pack;
}

/** How many characters a sha256 has: each entry begins with that of what follows. */
const digestLength = 64;

/** The entry is there whole or not at all; one that cannot be kept is only slower the next time. */
function keep(cache: string, path: string, compiled: Uint8Array): void {
  const fresh = `${path}.${String(process.pid)}`;
  try {
    makeFolder(cache);
  } catch {
    return;
  }
  try {
    writeFileSync(fresh, Buffer.concat([Buffer.from(sha256(compiled)), compiled]));
    renameSync(fresh, path);
  } catch {
    rmSync(fresh, { force: true });
  }
}

/** A damaged entry, or one of another format, is as good as none. */
function readKept(path: string): Pack | undefined {
  try {
    const bytes = readFileSync(path);
    const compiled = bytes.subarray(digestLength);
    const digest = bytes.toString('latin1', 0, digestLength);
    return sha256(compiled) === digest ? readCompiledPack(compiled) : undefined;
  } catch {
    return undefined;
  }
}
