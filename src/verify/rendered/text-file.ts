import type { Tree, TreeFile } from '../../render/tree.ts';

/** A rendered file that is text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  /** sha256 (hex) of its bytes. */
  readonly sha256: string;
}

/** The file as text; `undefined` for one that is not: it has a zero byte or is not UTF-8. */
export function asText({ path, bytes, sha256 }: TreeFile): TextFile | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return {
      path,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      sha256,
    };
  } catch {
    return undefined;
  }
}

/** The text of a path of the tree; `undefined` when it is not there or is not text. */
export function textAt({ files }: Tree, path: string): string | undefined {
  const file = files.get(path);
  return file && asText(file)?.text;
}

/**
 * Remembers what was computed from a file. Hundreds of combinations have most of their files in common.
 *
 * @param compute - must look at nothing but the file
 */
export function oncePerFile<T>(compute: (file: TextFile) => T): (file: TreeFile) => T | undefined {
  const known = new Map<string, T | undefined>();
  return (file) => {
    const key = `${file.sha256} ${file.path}`;
    if (known.has(key)) return known.get(key);
    const text = asText(file);
    const result = text && compute(text);
    known.set(key, result);
    return result;
  };
}
