import { PlinthError } from '../pack/error.ts';
import type { Answers } from '../selection/answers.ts';
import type { Before } from './changes.ts';
import { assertContained } from './contained.ts';
import { readState } from './file-state.ts';
import type { FileSystem } from './file-system.ts';
import { answersOf, parsePlinthJson, parsePlinthLock } from './parse-record.ts';
import { readAncestors, type Ancestors } from './read-ancestors.ts';
import { baseOf } from './read-base.ts';
import type { PlinthJson, PlinthLock } from './record-schema.ts';
import type { BaseFile } from './three-way.ts';
import { assertUndisturbed, type ReadFiles } from './untouched.ts';

/** A repository that Plinth made, as its records describe it. */
export interface Repository {
  readonly fs: FileSystem;
  /** Absolute. */
  readonly root: string;
  /** plinth.json and plinth.lock as they were read, by path: all else that is known rests on them. */
  readonly read: ReadonlyMap<string, Before>;
  /** plinth.json. */
  readonly record: PlinthJson;
  /** What plinth.json asks for. */
  readonly answers: Answers;
  /** The engine and the pack that rendered it last. */
  readonly renderedBy: Pick<PlinthLock, 'engine' | 'pack'>;
  /** What was last rendered, by path. */
  readonly base: ReadonlyMap<string, BaseFile>;
  /** The texts of merged files that were last rendered; read and unpacked at the first call. */
  readonly ancestors: () => Ancestors;
}

/**
 * Reads the records of a repository, as if a stranger had written them.
 *
 * @param fs - the file system
 * @param root - absolute; the folder with plinth.json, see {@link findRepository}
 * @throws PlinthError `PLINTH_NO_REPOSITORY`, `PLINTH_RECORD_INVALID`, `PLINTH_RECORD_VERSION`, or
 * `PLINTH_PATH_UNSAFE` when the records are behind a link
 */
export function openRepository(fs: FileSystem, root: string): Repository {
  assertContained(fs, root, '.plinth/base/');
  const read = new Map<string, Before>();
  const bytesOf = (name: string): Uint8Array => {
    const { bytes, state } = readRecord(fs, root, name);
    read.set(name, state);
    return bytes;
  };
  const record = parsePlinthJson(bytesOf('plinth.json'));
  const { engine, pack, files } = parsePlinthLock(bytesOf('plinth.lock'));
  let ancestors: Ancestors | undefined;
  return {
    fs,
    root,
    read,
    record,
    answers: answersOf(record),
    renderedBy: { engine, pack },
    base: baseOf(files),
    ancestors: () => (ancestors ??= ancestorsOf({ fs, root, read })),
  };
}

/** They are read later than the lock that they belong to. */
function ancestorsOf(read: ReadFiles): Ancestors {
  try {
    return readAncestors(read.fs, read.root);
  } finally {
    assertUndisturbed(read);
  }
}

/**
 * The repository that a directory stands in: the nearest folder upwards with a plinth.json.
 *
 * @param directory - absolute, `/` separates
 * @throws PlinthError `PLINTH_NO_REPOSITORY`
 */
export function findRepository(fs: FileSystem, directory: string): string {
  for (let folder = directory; ; folder = folder.slice(0, folder.lastIndexOf('/'))) {
    if (fs.look(`${folder}/plinth.json`)?.kind === 'file') return folder;
    if (!folder.includes('/')) throw noRepository(directory, 'plinth.json');
  }
}

function readRecord(fs: FileSystem, root: string, name: string) {
  const found = readState(fs, `${root}/${name}`);
  if (found) return found;
  throw noRepository(root, name);
}

function noRepository(root: string, name: string): PlinthError {
  return new PlinthError('PLINTH_NO_REPOSITORY', `there is no ${name}`, {
    path: root,
    hint:
      name === 'plinth.json'
        ? 'Run this in a repository that Plinth made; plinth create makes one.'
        : 'Take it back from version control.',
  });
}
