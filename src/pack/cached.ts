import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompiledPack } from './compiled.ts';
import { compilePack } from './compile.ts';
import { digestOf, readSources } from './files.ts';
import { packFrom } from './load.ts';
import type { Pack } from './pack.ts';

/**
 * Loads any pack, compiled under its digest the first time: a pack whose sources are unchanged is
 * neither parsed nor validated again.
 *
 * @param dir - the pack's folder
 * @param cache - the folder of compiled packs; made when it is missing
 * @throws PlinthError what `loadPack` throws
 */
export function loadPackCached(dir: string, cache: string): Pack {
  const sources = readSources(dir);
  const path = join(cache, `${digestOf(sources)}.pack`);
  const kept = readKept(path);
  if (kept) return kept;
  const pack = packFrom(sources);
  mkdirSync(cache, { recursive: true });
  const fresh = `${path}.${String(process.pid)}`;
  writeFileSync(fresh, compilePack(pack));
  renameSync(fresh, path);
  return pack;
}

/** A damaged entry, or one of another format, is as good as none. */
function readKept(path: string): Pack | undefined {
  try {
    return readCompiledPack(readFileSync(path));
  } catch {
    return undefined;
  }
}
