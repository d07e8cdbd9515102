import { asciiJson } from './ascii-json.ts';
import { baseMember } from './base-member.ts';
import {
  compiledMagic,
  type StoredFile,
  type StoredPack,
  type StoredPractice,
  type Stretch,
} from './compiled.ts';
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
  const store = (bytes: Uint8Array): Stretch => {
    const stretch: Stretch = [end, bytes.length];
    blob.push(bytes);
    end += bytes.length;
    return stretch;
  };
  const stored: StoredPack = {
    ...pack,
    practices: [...pack.practices.values()].map((practice): StoredPractice => ({
      ...practice,
      files: practice.files.map((file) => storedFile(file, store)),
    })),
  };
  const index = Buffer.from(asciiJson(stored));
  const head = Buffer.from(`${compiledMagic}${String(index.length)}\n`);
  return Buffer.concat([head, index, ...blob]);
}

function storedFile(file: PackFile, store: (bytes: Uint8Array) => Stretch): StoredFile {
  const { content } = file;
  if (content.kind === 'template') return { ...file, content };
  const { bytes, sha256 } = content;
  return {
    ...file,
    content: {
      kind: 'stored',
      text: store(bytes),
      member: file.ownership === 'merged' ? store(baseMember(file.path, bytes)) : undefined,
      sha256,
    },
  };
}
