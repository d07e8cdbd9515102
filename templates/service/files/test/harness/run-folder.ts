import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the global setup tells the test processes of one run what they share. */
export const runFolderVariable = 'TEST_RUN_FOLDER';

/** Creates the folder of a run. Another user's server has to read it. */
export async function createRunFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'test-run-'));
  await chmod(folder, 0o755);
  return folder;
}

/**
 * Builds something once a run, whichever process asks first; the others wait.
 * @param build - makes a file or a folder at the path that it is given
 * @returns where it is
 */
export async function builtOnce(
  name: string,
  build: (path: string) => Promise<void>,
): Promise<string> {
  const run = process.env[runFolderVariable];
  if (run === undefined) throw new Error(`${runFolderVariable} is not set: run tests by vitest.`);
  const path = join(run, name);
  const lock = `${path}.lock`;
  for (;;) {
    if (existsSync(path)) return path;
    if (await take(lock)) break;
    await sleep(25);
  }
  try {
    // Another process may have finished between the look and the lock.
    if (!existsSync(path)) {
      await build(`${path}.part`);
      await rename(`${path}.part`, path);
    }
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return path;
}

async function take(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
