import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../pack/make-folder.ts';
import { scratchFolder } from '../scratch-folder.ts';

/** A folder for the programs of this process, which has nothing above it that they could find. */
export interface WorkFolder {
  readonly folder: string;
  /** For what its programs leave in a folder for temporary files: elsewhere, where every user may look. */
  readonly temporary: string;
  /** Removes both. */
  remove(): Promise<void>;
}

/**
 * Makes one, and removes those of processes that were killed.
 *
 * @param cache - absolute
 * @throws PlinthError `PLINTH_WRITE_FAILED`
 */
export async function workFolder(cache: string): Promise<WorkFolder> {
  const parent = join(cache, 'work');
  makeFolder(parent);
  for (const name of await readdir(parent)) {
    if (!isRunning(Number(name))) await rm(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, String(process.pid));
  await mkdir(folder, { recursive: true });
  const temporary = await scratchFolder('verify');
  // Servers that tests start may run as another user.
  await chmod(temporary, 0o755);
  return {
    folder,
    temporary,
    remove: async () => {
      await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
      if (existsSync(folder)) await rm(folder, { recursive: true, force: true });
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
