import { asciiJson } from './ascii-json.ts';
import { baseMember } from './base-member.ts';
import {
  compiledMagic,
  type StoredFile,
  type StoredPack,
  type StoredPractice,
  type Stretch,
} from './compiled.ts';
import { byCodeUnit } from './order.ts';
import type { Pack, PackFile } from './pack.ts';

/**
 * Writes a pack as one file that opens without a parser for YAML or templates, and whose static
 * files are hashed already and have their ancestors made.
 *
 * @param pack - from `loadPack`
 * @returns the same bytes for the same pack; `readCompiledPack` opens them
 */
export function compilePack(pack: Pack): Uint8Array {
  const blob: Uint8Array[] = [];
  let end = 0;
  const store: Store = (bytes) => {
    const stretch: Stretch = [end, bytes.length];
    blob.push(bytes);
    end += bytes.length;
    return stretch;
  };
  const stored: StoredPack = {
    ...pack,
    practices: [...pack.practices.values()].map((practice): StoredPractice => {
      const members = storeMembers(practice.files, store);
      return {
        ...practice,
        files: practice.files.map((file) => storedFile(file, store, members)),
      };
    }),
  };
  const index = Buffer.from(asciiJson(stored));
  const head = Buffer.from(`${compiledMagic}${String(index.length)}\n`);
  return Buffer.concat([head, index, ...blob]);
}

type Store = (bytes: Uint8Array) => Stretch;

/**
 * Stores the ancestors of a practice's merged files, one after another in order of path. So they follow
 * in its archive too, which is then a few stretches of the pack, or one.
 */
function storeMembers(files: readonly PackFile[], store: Store): ReadonlyMap<PackFile, Stretch> {
  const members = new Map<PackFile, Stretch>();
  for (const file of files.toSorted((a, b) => byCodeUnit(a.path, b.path))) {
    const { path, ownership, content } = file;
    if (content.kind === 'template' || ownership !== 'merged') continue;
    members.set(file, store(baseMember(path, content.bytes)));
  }
  return members;
}

function storedFile(
  file: PackFile,
  store: Store,
  members: ReadonlyMap<PackFile, Stretch>,
): StoredFile {
  const { content } = file;
  if (content.kind === 'template') return { ...file, content };
  const { bytes, sha256 } = content;
  return {
    ...file,
    content: {
      kind: 'stored',
      text: store(bytes),
      member: members.get(file),
      sha256,
    },
  };
}
