import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlinthError } from '../../pack/error.ts';
import { makeFolder } from '../../pack/make-folder.ts';
import { writeRefused } from '../write-refused.ts';
import { ledgerLine, type LedgerEntry } from './entry.ts';
import { parseLedger } from './parse-ledger.ts';

/**
 * Reads a ledger.
 *
 * @param path - absolute, or relative to the working directory
 * @throws PlinthError `PLINTH_LEDGER_INVALID` when it is missing or damaged
 */
export function readLedger(path: string): readonly LedgerEntry[] {
  return parseLedger(bytesOf(path), path).entries;
}

const lineBreak = 10;

/** A ledger that a run adds to. */
export interface LedgerFile {
  /** What stood in it when it was opened. */
  readonly entries: readonly LedgerEntry[];
  /** Writes a line, whole, before it returns. */
  readonly append: (entry: LedgerEntry) => void;
}

/**
 * Opens a ledger to add to it; makes it, and its folder, when it is missing. A last line that a killed
 * run cut short is taken away.
 *
 * @param path - absolute, or relative to the working directory
 * @throws PlinthError `PLINTH_LEDGER_INVALID`; `PLINTH_WRITE_FAILED`, when a line is added too
 */
export function openLedger(path: string): LedgerFile {
  writing(path, () => {
    makeFolder(dirname(path));
    appendFileSync(path, '');
  });
  const bytes = bytesOf(path);
  const parsed = parseLedger(bytes, path);
  writing(path, () => {
    if (parsed.bytes < bytes.length) truncateSync(path, parsed.bytes);
    if (parsed.bytes > 0 && bytes[parsed.bytes - 1] !== lineBreak) appendFileSync(path, '\n');
  });
  return {
    entries: parsed.entries,
    append: (entry) => {
      writing(path, () => {
        appendFileSync(path, ledgerLine(entry));
      });
    },
  };
}

function writing(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw writeRefused(error, {
      path,
      problem: 'the ledger cannot be written',
      hint: 'Choose another file for it: --ledger FILE.',
    });
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new PlinthError('PLINTH_LEDGER_INVALID', 'the ledger cannot be read', {
      path,
      hint: 'plinth verify writes one. Is the path right?',
      cause: error,
    });
  }
}
