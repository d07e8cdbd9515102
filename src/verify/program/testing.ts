import { sha256 } from '../../pack/files.ts';
import { newReadLog } from '../../render/reads.ts';
import { treeOf, type Tree } from '../../render/tree.ts';

/** A tree with these files; path → text. */
export function treeWith(files: Readonly<Record<string, string>>): Tree {
  return treeOf(
    Object.entries(files).map(([path, text]) => ({
      path,
      bytes: Buffer.from(text),
      sha256: sha256(Buffer.from(text)),
      mode: 0o644,
      owners: ['base'],
      ownership: 'merged',
      required: false,
      reads: newReadLog(),
    })),
  );
}
