import { chmod, lstat, mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { TreeFile } from '../../render/tree.ts';

/** A folder that holds one program after another. Only what differs is written. */
export interface Slot {
  readonly folder: string;
  /**
   * Makes the folder hold these files and no others, but for `node_modules`.
   *
   * @returns the paths that were written or removed
   */
  readonly hold: (files: Iterable<TreeFile>) => Promise<readonly string[]>;
}

/** What a file was when it was written. */
interface Written {
  readonly version: string;
  readonly mtimeMs: number;
}

/** Prepares a slot in an existing, empty folder. */
export function slotIn(folder: string): Slot {
  const held = new Map<string, Written>();
  return {
    folder,
    hold: async (files) => {
      const wanted = new Map([...files].map((file) => [file.path, file]));
      const changed: string[] = [];
      for (const path of await filesIn(folder)) {
        const touched = await wasTouched(join(folder, path), held.get(path));
        if (touched) held.delete(path);
        if (wanted.has(path)) continue;
        await removed(folder, path);
        held.delete(path);
        changed.push(path);
      }
      for (const file of wanted.values()) {
        const version = `${file.mode} ${file.sha256}`;
        if (held.get(file.path)?.version === version) continue;
        held.set(file.path, { version, mtimeMs: await written(folder, file) });
        changed.push(file.path);
      }
      return changed;
    },
  };
}

/** Removes a file, and the folders that it leaves empty. */
async function removed(folder: string, path: string): Promise<void> {
  await rm(join(folder, path));
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const target = join(folder, above);
    if ((await readdir(target)).length > 0) return;
    await rmdir(target);
  }
}

/** Whether a check has changed a file, or made it. */
async function wasTouched(path: string, before: Written | undefined): Promise<boolean> {
  const { mtimeMs } = await lstat(path);
  return before?.mtimeMs !== mtimeMs;
}

async function written(folder: string, { path, bytes, mode }: TreeFile): Promise<number> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  await writeFile(target, bytes);
  await chmod(target, mode);
  return (await lstat(target)).mtimeMs;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('node_modules/'));
}
