import { sha256 } from '../../pack/files.ts';
import type { Pack } from '../../pack/pack.ts';
import { type Files, loadSmallPack } from '../../pack/testing.ts';
import { newReadLog } from '../../render/reads.ts';
import { treeOf, type TreeFile } from '../../render/tree.ts';
import { resolve } from '../../selection/resolve.ts';
import { answersFor } from '../../selection/space.ts';
import type { Check, Problem } from './check.ts';

/** A rendered file that depends on the selection. */
export function treeFile(path: string, text: string): TreeFile {
  const bytes = Buffer.from(text);
  return {
    path,
    bytes,
    sha256: sha256(bytes),
    mode: 0o644,
    owners: ['base'],
    ownership: 'merged',
    required: false,
    reads: newReadLog(),
  };
}

/** What a check finds in a service that has these files and no others. */
export async function problemsIn(
  check: Check,
  files: Files,
  pack: Pack = loadSmallPack(),
): Promise<readonly Problem[]> {
  const selection = resolve(pack, answersFor(pack, { id: 'nothing', practices: {} }));
  const tree = treeOf(Object.entries(files).map(([path, text]) => treeFile(path, text)));
  return check.find({ pack, selection, tree });
}

/** {@link problemsIn}, each as `path: message`. */
export async function found(check: Check, files: Files, pack?: Pack): Promise<readonly string[]> {
  const problems = await problemsIn(check, files, pack);
  return problems.map(({ path = '', message }) => `${path}: ${message}`);
}
