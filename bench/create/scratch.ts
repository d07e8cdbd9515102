import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps what is here in memory, so that no disk is measured. */
const memory = '/dev/shm';

/**
 * Runs `work` with a folder that is gone afterwards.
 *
 * @param parent - where to make it
 */
export async function inScratchFolder(
  parent: string,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(parent, 'plinth-bench-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The file systems to measure on: memory where there is some, then that of temporary files. */
export function parents(): readonly string[] {
  try {
    accessSync(memory, constants.W_OK);
    return [memory, tmpdir()];
  } catch {
    return [tmpdir()];
  }
}
