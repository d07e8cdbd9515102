import { PlinthError } from './error.ts';
import type { Pack, PackFile, Practice, StaticContent, TemplateContent } from './pack.ts';

/** First bytes of a compiled pack; the number is that of the format. */
export const compiledMagic = 'plinth-pack 5\n';

/** A stretch of the bytes that follow the index. */
export type Stretch = readonly [at: number, length: number];

/** A static file in the index: its text, and its ancestor when it is merged, are stretches. */
export interface StoredContent {
  readonly kind: 'stored';
  readonly text: Stretch;
  readonly member?: Stretch | undefined;
  readonly sha256: string;
}

export interface StoredFile extends Omit<PackFile, 'content'> {
  readonly content: StoredContent | TemplateContent;
}

export interface StoredPractice extends Omit<Practice, 'files'> {
  readonly files: readonly StoredFile[];
}

/** The index of a compiled pack: JSON in ASCII. */
export interface StoredPack extends Omit<Pack, 'practices'> {
  readonly practices: readonly StoredPractice[];
}

/**
 * Opens a compiled pack. It is data that this engine wrote, from sources that it had validated: only
 * its outer form is checked, so that opening one costs a single read and a `JSON.parse`.
 *
 * @param bytes - from `compilePack`
 * @throws PlinthError `PLINTH_COMPILED_PACK_INVALID`
 */
export function readCompiledPack(bytes: Uint8Array): Pack {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lineEnd = buffer.indexOf(10, compiledMagic.length);
  if (buffer.toString('latin1', 0, compiledMagic.length) !== compiledMagic || lineEnd < 0) {
    throw damaged('does not begin like one of this engine');
  }
  const indexLength = Number(buffer.toString('latin1', compiledMagic.length, lineEnd));
  const blobStart = lineEnd + 1 + indexLength;
  if (!Number.isSafeInteger(indexLength) || blobStart > buffer.length)
    throw damaged('is cut short');
  const stored = parseIndex(buffer.toString('latin1', lineEnd + 1, blobStart));
  const blob = buffer.subarray(blobStart);
  return {
    ...stored,
    practices: new Map(
      stored.practices.map(({ files, ...practice }) => [
        practice.id,
        { ...practice, files: files.map((file) => opened(file, blob)) },
      ]),
    ),
  };
}

function parseIndex(text: string): StoredPack {
  try {
    return JSON.parse(text) as StoredPack;
  } catch (error) {
    throw damaged('has an index that is not JSON', error);
  }
}

function opened(file: StoredFile, blob: Buffer): PackFile {
  const { content } = file;
  if (content.kind === 'template') return { ...file, content };
  const { text, member, sha256 } = content;
  const cut = ([at, length]: Stretch): Uint8Array => {
    if (at + length > blob.length) throw damaged('is cut short');
    return new Uint8Array(blob.buffer, blob.byteOffset + at, length);
  };
  const opening: StaticContent = {
    kind: 'static',
    bytes: cut(text),
    member: member && cut(member),
    sha256,
  };
  return { ...file, content: opening };
}

function damaged(problem: string, cause?: unknown): PlinthError {
  return new PlinthError('PLINTH_COMPILED_PACK_INVALID', `the compiled pack ${problem}`, {
    hint: 'Install create-plinth again, or remove the cached pack.',
    cause,
  });
}
