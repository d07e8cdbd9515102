import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../pack/files.ts';

/** Every path under `folder` with what stands there: equal snapshots are equal trees, bytes and modes. */
export function snapshot(folder: string, prefix = ''): Readonly<Record<string, string>> {
  const entries: Record<string, string> = {};
  for (const name of readdirSync(join(folder, prefix)).sort()) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const stats = lstatSync(join(folder, path));
    if (stats.isDirectory()) {
      entries[`${path}/`] = 'folder';
      Object.assign(entries, snapshot(folder, path));
    } else {
      const bytes = readFileSync(join(folder, path));
      entries[path] = `${(stats.mode & 0o777).toString(8)} ${sha256(bytes)}`;
    }
  }
  return entries;
}
