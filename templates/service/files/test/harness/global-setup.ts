import { mkdir, rm } from 'node:fs/promises';
import { createRunFolder, runFolderVariable } from './run-folder.ts';

/**
 * Gives a test run a folder, and removes it with all that was built there. One that the environment names
 * belongs to whoever runs tests again and again: what is built there once stays.
 */
export async function setup(): Promise<() => Promise<void>> {
  const given = process.env[runFolderVariable];
  if (given !== undefined) {
    await mkdir(given, { recursive: true });
    return () => Promise.resolve();
  }
  const folder = await createRunFolder();
  process.env[runFolderVariable] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
