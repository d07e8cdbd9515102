import { PlinthError } from '../pack/error.ts';
import { unsafePathReason } from '../pack/safe-path.ts';
import type { FileSystem } from './file-system.ts';
import type { Journal } from './journal.ts';
import { parseJournal } from './parse-journal.ts';
import { pendingFile, pendingFolder } from './pending.ts';
import type { BaseFile } from './three-way.ts';

/** A conflict that was written, and what its path is to have as its base once it is resolved. */
export interface Unresolved {
  readonly path: string;
  /** Where Plinth renders it. */
  readonly rendered: string;
  /** Whether both sides stand between markers in the file. */
  readonly marked: boolean;
  /** What was rendered; `null`: the template has removed it. */
  readonly next: BaseFile | null;
  /** What the index had before, as `git ls-files --stage` prints it. */
  readonly index: readonly string[];
}

/** A run that wrote conflicts: what it changed, as a journal, and what is to be resolved. */
export interface PendingState extends Journal {
  readonly unresolved: readonly Unresolved[];
}

/**
 * Reads what such a run left, as if a stranger had written it.
 *
 * @returns `undefined` when there is none
 * @throws PlinthError `PLINTH_RECORD_INVALID`
 */
export function readPending(fs: FileSystem, root: string): PendingState | undefined {
  const full = `${root}/${pendingFile}`;
  if (fs.look(full)?.kind !== 'file') return undefined;
  const bytes = fs.readFile(full);
  const journal = parsed(() => parseJournal(bytes, pendingFile));
  const { unresolved } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
    readonly unresolved?: unknown;
  };
  if (!Array.isArray(unresolved) || !unresolved.every(isUnresolved)) throw damaged();
  return { ...journal, unresolved };
}

/** A copy that such a run keeps. */
export function readCopy(fs: FileSystem, root: string, name: string): Uint8Array {
  const full = `${root}/${pendingFolder}/${name}`;
  if (fs.look(full)?.kind !== 'file') throw damaged();
  return fs.readFile(full);
}

function parsed(read: () => Journal): Journal {
  try {
    return read();
  } catch (cause) {
    throw damaged(cause);
  }
}

function isUnresolved(value: unknown): value is Unresolved {
  if (!isRecord(value)) return false;
  const { path, rendered, marked, next, index } = value;
  return (
    isPath(path) &&
    isPath(rendered) &&
    typeof marked === 'boolean' &&
    (next === null || isBase(next)) &&
    isTexts(index) &&
    index.every((line) => /^(?:100644|100755|120000|160000) [0-9a-f]{40,64} [0-3]$/.test(line))
  );
}

function isBase(value: unknown): value is BaseFile {
  if (!isRecord(value)) return false;
  const { owners, ownership, sha256, mode, required } = value;
  return (
    isTexts(owners) &&
    ['managed', 'merged', 'block', 'seeded'].includes(String(ownership)) &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    (mode === 0o644 || mode === 0o755) &&
    typeof required === 'boolean'
  );
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && unsafePathReason(value) === undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function damaged(cause?: unknown): PlinthError {
  return new PlinthError('PLINTH_RECORD_INVALID', `${pendingFile} is damaged`, {
    path: pendingFile,
    hint: `Take the files back from version control, then remove ${pendingFolder}.`,
    cause,
  });
}
