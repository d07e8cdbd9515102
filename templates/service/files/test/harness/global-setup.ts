import { rm } from 'node:fs/promises';
import { createRunFolder, runFolderVariable } from './run-folder.ts';

/** Gives a test run a folder, and removes it with all that was built there. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await createRunFolder();
  process.env[runFolderVariable] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
