import { baseMember } from '../pack/base-member.ts';
import { byCodeUnit } from '../pack/order.ts';
import type { TreeFile } from '../render/tree.ts';

/** What an archive takes of a file. */
export type Ancestor = Pick<TreeFile, 'path' | 'bytes' | 'ownership' | 'copied'>;

/** Where the ancestors of merged files are kept. */
export const baseFolder = '.plinth/base';

/** No practice can have this id: it begins with `_`. */
const rendered = '_rendered';

/**
 * The ancestors of merged files: an archive for what each practice copies, and one for all that
 * depends on the selection. So a file never moves from one archive to another, and two branches that
 * add practices both change only the archive of files that they both change anyway.
 *
 * @param files - in order of path, which is the order in the archives
 */
export function baseArchives(
  files: Iterable<Ancestor>,
): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
  const archives = new Map<string, Uint8Array[]>();
  for (const { path, bytes, ownership, copied } of files) {
    if (ownership !== 'merged' && ownership !== 'block') continue;
    const name = copied?.practice ?? rendered;
    const members = archives.get(name);
    const member = copied?.member ?? baseMember(path, bytes);
    if (members) members.push(member);
    else archives.set(name, [member]);
  }
  return [...archives]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([name, members]) => ({
      path: `${baseFolder}/${name}.gz`,
      bytes: joined(members),
    }));
}

/** In a compiled pack most of them follow one another already, and such a stretch is not copied. */
function joined(members: readonly Uint8Array[]): Uint8Array {
  const stretches: Uint8Array[] = [];
  for (const member of members) {
    const before = stretches.at(-1);
    if (before && follows(member, before)) stretches.splice(-1, 1, around(before, member));
    else stretches.push(member);
  }
  const [first] = stretches;
  return first && stretches.length === 1 ? first : Buffer.concat(stretches);
}

function follows(member: Uint8Array, before: Uint8Array): boolean {
  return member.buffer === before.buffer && member.byteOffset === before.byteOffset + before.length;
}

function around(before: Uint8Array, member: Uint8Array): Uint8Array {
  return new Uint8Array(before.buffer, before.byteOffset, before.length + member.length);
}
