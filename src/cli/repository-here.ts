import { sep } from 'node:path';
import { recoverAt } from '../repo/apply.ts';
import { realFileSystem } from '../repo/file-system.ts';
import { findRepository, openRepository, type Repository } from '../repo/open-repository.ts';
import type { Terminal } from './terminal.ts';

/**
 * Opens the repository that the command stands in. What an interrupted run left half done is put back
 * first: anything said of it would be wrong.
 *
 * @throws PlinthError `PLINTH_NO_REPOSITORY`, one of `PLINTH_RECORD_*`, or what recovering throws
 */
export function repositoryHere(terminal: Pick<Terminal, 'cwd'>): Repository {
  return openRepository(realFileSystem, rootHere(terminal));
}

/**
 * Where that repository is, before its records are read.
 *
 * @returns absolute, `/` separates
 * @throws PlinthError `PLINTH_NO_REPOSITORY`, or what recovering throws
 */
export function rootHere({ cwd }: Pick<Terminal, 'cwd'>): string {
  const root = findRepository(realFileSystem, cwd.split(sep).join('/'));
  recoverAt(realFileSystem, root, Date.now());
  return root;
}
