import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TreeFile } from '../../render/tree.ts';

/** A folder that holds one program after another. Only what differs is written. */
export interface Slot {
  readonly folder: string;
  /**
   * Makes the folder hold these files and no others of an earlier program.
   *
   * @returns the paths that were written or removed
   */
  hold(files: Iterable<TreeFile>): Promise<readonly string[]>;
}

/** Prepares a slot in an existing, empty folder. */
export function slotIn(folder: string): Slot {
  const held = new Map<string, string>();
  return {
    folder,
    hold: async (files) => {
      const wanted = new Map([...files].map((file) => [file.path, file]));
      const changed: string[] = [];
      for (const path of [...held.keys()].filter((known) => !wanted.has(known))) {
        await rm(join(folder, path));
        held.delete(path);
        changed.push(path);
      }
      for (const { path, bytes, mode, sha256 } of wanted.values()) {
        const version = `${mode} ${sha256}`;
        if (held.get(path) === version) continue;
        const target = join(folder, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, bytes);
        await chmod(target, mode);
        held.set(path, version);
        changed.push(path);
      }
      return changed;
    },
  };
}
