import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';

/**
 * Puts a finished folder where others look for it. When another process was first, its folder stays, and
 * this one where it is.
 *
 * @throws what renaming throws when nothing stands there
 */
export async function takePlace(part: string, folder: string): Promise<void> {
  try {
    await rename(part, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
