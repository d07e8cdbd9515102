import { PlinthError } from '../pack/error.ts';
import { unsafePathReason } from '../pack/safe-path.ts';
import type { FileSystem } from './file-system.ts';
import type { IndexEntries } from './git-index.ts';
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
}

/**
 * A run that wrote conflicts: what it changed, as a journal, and what is to be resolved. A conflict that
 * it left as it was is in the journal too: resolving it changes the file.
 */
export interface PendingState extends Journal {
  readonly unresolved: readonly Unresolved[];
  /** What the index had before, at every path of the run. */
  readonly index: IndexEntries;
}

/** That state as the file that {@link readPending} reads. */
export function pendingText(state: PendingState): string {
  return `${JSON.stringify({ ...state, index: [...state.index] }, null, 2)}\n`;
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
  const { unresolved, index } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
    readonly unresolved?: unknown;
    readonly index?: unknown;
  };
  if (!Array.isArray(unresolved) || !unresolved.every(isUnresolved)) throw damaged();
  if (!Array.isArray(index) || !index.every(isIndexEntry)) throw damaged();
  return { ...journal, unresolved, index: new Map(index) };
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
  const { path, rendered, marked, next } = value;
  return (
    isPath(path) &&
    isPath(rendered) &&
    typeof marked === 'boolean' &&
    (next === null || isBase(next))
  );
}

function isIndexEntry(value: unknown): value is readonly [string, readonly string[]] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [path, lines] = value as readonly unknown[];
  return isPath(path) && isTexts(lines) && lines.every((line) => indexLine.test(line));
}

const indexLine = /^(?:100644|100755|120000|160000) [0-9a-f]{40,64} [0-3]$/;

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
