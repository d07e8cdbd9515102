import { sha256 } from '../pack/files.ts';
import { newReadLog } from './reads.ts';
import type { TreeFile } from './tree.ts';

/** Keeps Plinth's own records out of diffs and statistics; line ends of the copies stay as they are. */
const lines = [
  '# What Plinth rendered: its own records, not for reading.',
  'plinth.lock linguist-generated',
  '.plinth/** linguist-generated binary',
  '',
].join('\n');

const path = '.gitattributes';

/** `files` with the engine's lines in `.gitattributes`, after those of the pack. */
export function withAttributes(files: readonly TreeFile[], base: string): readonly TreeFile[] {
  const own = files.find((file) => file.path === path);
  const bytes = Buffer.from(own ? `${Buffer.from(own.bytes).toString('utf8')}\n${lines}` : lines);
  const file: TreeFile = {
    path,
    mode: 0o644,
    ownership: 'merged',
    required: false,
    owners: [base],
    reads: newReadLog(),
    ...own,
    bytes,
    sha256: sha256(bytes),
    copied: undefined,
  };
  return [...files.filter((candidate) => candidate !== own), file];
}
