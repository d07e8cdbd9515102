import { gunzipSync } from 'node:zlib';
import { PlinthError } from '../pack/error.ts';
import { sha256 } from '../pack/files.ts';
import { unsafePathReason } from '../pack/safe-path.ts';
import { baseFolder } from './base-archive.ts';
import type { FileSystem } from './file-system.ts';
import type { BaseFile } from './three-way.ts';

const largestArchive = 16 * 1024 * 1024;

/** Path → the text that was last rendered there, of merged files. */
export type Ancestors = ReadonlyMap<string, Uint8Array>;

/**
 * Reads every archive of `.plinth/base`, as if a stranger had written it.
 *
 * @throws PlinthError `PLINTH_RECORD_INVALID`, naming the archive
 */
export function readAncestors(fs: FileSystem, root: string): Ancestors {
  const ancestors = new Map<string, Uint8Array>();
  if (fs.look(`${root}/${baseFolder}`)?.kind !== 'folder') return ancestors;
  for (const name of fs.list(`${root}/${baseFolder}`)) {
    const archive = `${baseFolder}/${name}`;
    for (const line of linesOf(fs, root, archive)) {
      const [path, text] = parseLine(line, archive);
      if (ancestors.has(path)) throw damaged(archive, `has ${path} a second time`);
      ancestors.set(path, Buffer.from(text));
    }
  }
  return ancestors;
}

/**
 * The ancestor of one merged file, checked against the lock: a wrong one would merge wrongly.
 *
 * @throws PlinthError `PLINTH_RECORD_INVALID`
 */
export function ancestorOf(ancestors: Ancestors, path: string, base: BaseFile): Uint8Array {
  const bytes = ancestors.get(path);
  if (bytes && sha256(bytes) === base.sha256) return bytes;
  throw damaged(baseFolder, bytes ? `has another ${path} than plinth.lock` : `lacks ${path}`);
}

/**
 * Refuses a repository that lacks an ancestor: nothing of what is edited there could be merged any more.
 *
 * @throws PlinthError `PLINTH_RECORD_INVALID`, naming the first path
 */
export function assertAncestors(base: ReadonlyMap<string, BaseFile>, ancestors: Ancestors): void {
  for (const [path, { ownership }] of base) {
    if (ownership !== 'merged' && ownership !== 'block') continue;
    if (!ancestors.has(path)) throw damaged(baseFolder, `lacks ${path}`);
  }
}

function linesOf(fs: FileSystem, root: string, archive: string): readonly string[] {
  const full = `${root}/${archive}`;
  if (fs.look(full)?.kind !== 'file') throw damaged(archive, 'is not a file');
  const zipped = fs.readFile(full);
  try {
    const bytes = gunzipSync(zipped, { maxOutputLength: largestArchive });
    return bytes.toString('utf8').split('\n').slice(0, -1);
  } catch (cause) {
    throw damaged(archive, 'is no gzip file, or too large', cause);
  }
}

function parseLine(line: string, archive: string): readonly [path: string, text: string] {
  const entry = parseJson(line);
  if (!Array.isArray(entry)) throw damaged(archive, 'has a line that is no list');
  const [path, text, ...rest] = entry as readonly unknown[];
  if (typeof path !== 'string' || typeof text !== 'string' || rest.length > 0) {
    throw damaged(archive, 'has a line that is not a path and a text');
  }
  const reason = unsafePathReason(path);
  if (reason === undefined) return [path, text];
  throw damaged(archive, `has the path ${JSON.stringify(path)}, which ${reason}`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function damaged(path: string, problem: string, cause?: unknown): PlinthError {
  return new PlinthError('PLINTH_RECORD_INVALID', `${path} ${problem}`, {
    path,
    hint: 'Take it back from version control.',
    cause,
  });
}
