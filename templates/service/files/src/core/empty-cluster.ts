import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';

/**
 * The data directory of an empty PGlite. To make one takes seconds, so that the first process to do it
 * keeps it in `node_modules/.cache`, for the version that made it.
 * @returns `undefined` when none is kept
 */
export async function emptyCluster(): Promise<Blob | undefined> {
  try {
    return new Blob([await readFile(await keptPath())]);
  } catch {
    return undefined;
  }
}

/** Keeps the data directory of a PGlite that nothing was written to. */
export async function keepEmptyCluster(pglite: PGlite): Promise<void> {
  try {
    const path = await keptPath();
    const part = `${path}.${randomUUID()}`;
    const dump = await pglite.dumpDataDir('none');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(part, Buffer.from(await dump.arrayBuffer()));
    await rename(part, path);
  } catch {
    // Where nothing can be written, the next process takes its seconds too.
  }
}

async function keptPath(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const home = join(dirname(entry), '..');
  const manifest = await readFile(join(home, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const modules = home.slice(0, home.lastIndexOf(`${sep}node_modules${sep}`));
  return join(modules, 'node_modules', '.cache', `pglite-${version}.tar`);
}
