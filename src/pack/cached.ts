import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompiledPack } from './compiled.ts';
import { compilePack } from './compile.ts';
import { digestOf, readSources, sha256 } from './files.ts';
import { packFrom } from './load.ts';
import { makeFolder } from './make-folder.ts';
import type { Pack } from './pack.ts';

/** Where compiled packs are kept. */
export interface PackCache {
  /** Made when it is missing, and done without when it cannot be. */
  readonly folder: string;
  /** The build of the engine: another one may check or compile a pack in another way. */
  readonly engine: string;
}

/** Of each pack that somebody works on there is soon one for every change. */
const mostKept = 16;

/**
 * Loads any pack, compiled the first time and found again by its digest: a pack whose sources are
 * unchanged is neither parsed nor validated again.
 *
 * @param dir - the pack's folder
 * @throws PlinthError what `loadPack` throws
 */
export function loadPackCached(dir: string, { folder, engine }: PackCache): Pack {
  const sources = readSources(dir);
  const path = join(folder, `${digestOf(sources)}-${engine}.pack`);
  const kept = readKept(path);
  if (kept) return kept;
  const pack = packFrom(sources);
  keep(folder, path, compilePack(pack));
  return pack;
}

/** How many characters a sha256 has: each entry begins with that of what follows. */
const digestLength = 64;

/** The entry is there whole or not at all; one that cannot be kept is only slower the next time. */
function keep(folder: string, path: string, compiled: Uint8Array): void {
  const fresh = `${path}.${String(process.pid)}`;
  try {
    makeFolder(folder);
    writeFileSync(fresh, Buffer.concat([Buffer.from(sha256(compiled)), compiled]));
    renameSync(fresh, path);
    forgetOldest(folder);
  } catch {
    forget(fresh);
  }
}

function forgetOldest(folder: string): void {
  const byAge = readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { path } of byAge.slice(mostKept)) forget(path);
}

function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is in nobody's way.
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
