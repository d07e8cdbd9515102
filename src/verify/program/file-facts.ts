import type { TreeFile } from '../../render/tree.ts';
import { namedFiles, type NamedFiles } from './named-files.ts';

/** Whether a file of this name is run or compiled. */
export const isCode = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);

const known = new Map<string, NamedFiles>();

/** What a rendered file says about others. Most files are the same in hundreds of services. */
export function fileFacts({ path, sha256, bytes }: TreeFile): NamedFiles {
  const key = `${path} ${sha256}`;
  const before = known.get(key);
  if (before) return before;
  const text = isCode(path) || path.endsWith('.json') ? Buffer.from(bytes).toString('utf8') : '';
  const named = namedFiles(path, text);
  const found = isCode(path) ? named : { ...named, reaches: false, packages: new Set<string>() };
  known.set(key, found);
  return found;
}
