import { PlinthError } from '../pack/error.ts';
import { unsafePathReason } from '../pack/safe-path.ts';
import type { Before } from './changes.ts';
import type { Journal, JournalEntry } from './journal.ts';

/**
 * Reads a journal as hostile input: what it names is renamed and removed. By hand, because every
 * `create` looks for one, and a schema library costs more to load than this.
 *
 * @throws PlinthError `PLINTH_RECOVERY_FAILED`
 */
export function parseJournal(bytes: Uint8Array, path: string): Journal {
  const refuse = (problem: string): never => {
    throw new PlinthError('PLINTH_RECOVERY_FAILED', `the journal ${problem}`, {
      path,
      hint: 'Look at the copies beside it, then remove its folder.',
    });
  };
  const json = parse(bytes) ?? refuse('is not JSON');
  if (!isRecord(json) || json['version'] !== 1) return refuse('has an unknown version');
  const { entries, folders } = json;
  if (!Array.isArray(entries) || !entries.every(isEntry)) return refuse('has a damaged entry');
  if (!Array.isArray(folders) || !folders.every(isPath)) return refuse('has a damaged folder');
  return { version: 1, entries, folders };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && unsafePathReason(value) === undefined;
}

function isEntry(value: unknown): value is JournalEntry {
  if (!isRecord(value) || !isPath(value['path'])) return false;
  return isBefore(value['before']) && isBefore(value['after']);
}

function isBefore(value: unknown): value is Before | null {
  if (value === null) return true;
  if (!isRecord(value)) return false;
  const { sha256, mode } = value;
  return (
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    (mode === 0o644 || mode === 0o755)
  );
}
