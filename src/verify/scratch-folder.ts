import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRefused } from './write-refused.ts';

/**
 * Makes a folder for what is looked at once, and removed by whoever asked for it.
 *
 * @param purpose - a part of its name
 * @returns absolute
 * @throws PlinthError `PLINTH_WRITE_FAILED`
 */
export async function scratchFolder(purpose: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), `plinth-${purpose}-`));
  } catch (error) {
    throw writeRefused(error, {
      path: tmpdir(),
      problem: 'a scratch folder cannot be made',
      hint: 'Choose another place for it: TMPDIR=DIR.',
    });
  }
}
