import { PlinthError } from '../pack/error.ts';
import type { FileSystem } from './file-system.ts';
import { parsePlinthLock } from './parse-record.ts';
import type { PlinthLock } from './record-schema.ts';
import type { BaseFile } from './three-way.ts';

/**
 * What was last rendered into a repository, as plinth.lock remembers it.
 *
 * @throws PlinthError `PLINTH_RECORD_INVALID` or `PLINTH_RECORD_VERSION`
 */
export function readBase(fs: FileSystem, root: string): ReadonlyMap<string, BaseFile> {
  const path = `${root}/plinth.lock`;
  if (fs.look(path)?.kind !== 'file') {
    throw new PlinthError('PLINTH_RECORD_INVALID', 'there is no plinth.lock', {
      path,
      hint: 'Run this in a repository that Plinth made.',
    });
  }
  return baseOf(parsePlinthLock(fs.readFile(path)).files);
}

/** The files of plinth.lock as the plan has them. */
export function baseOf(files: PlinthLock['files']): ReadonlyMap<string, BaseFile> {
  return new Map(
    Object.entries(files).map(([name, { mode, required = false, ...file }]) => [
      name,
      { ...file, required, mode: mode === '755' ? 0o755 : 0o644 },
    ]),
  );
}
