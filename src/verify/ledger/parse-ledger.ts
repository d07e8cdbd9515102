import { PlinthError } from '../../pack/error.ts';
import { ledgerEntrySchema, type LedgerEntry } from './entry.ts';

/** What stands in a ledger. */
export interface ParsedLedger {
  /** In the order of the file. */
  readonly entries: readonly LedgerEntry[];
  /** How many bytes they take: what follows was being written when its writer was killed. */
  readonly bytes: number;
}

const largestLedger = 256 * 1024 * 1024;

/**
 * Reads a ledger as if a stranger had written it. A last line that was cut short is left out.
 *
 * @param bytes - UTF-8, a JSON object a line
 * @param path - the file, for messages
 * @throws PlinthError `PLINTH_LEDGER_INVALID` with the line
 */
export function parseLedger(bytes: Uint8Array, path: string): ParsedLedger {
  if (bytes.length > largestLedger) throw invalid(path, 1, 'the ledger is over 256 MiB');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lastBreak = buffer.lastIndexOf(10) + 1;
  const cutShort = wasCutShort(buffer.toString('utf8', lastBreak));
  const length = cutShort ? lastBreak : buffer.length;
  const lines = buffer
    .toString('utf8', 0, length)
    .replace(/^\uFEFF|\n$/g, '')
    .split('\n');
  return {
    entries: length === 0 ? [] : lines.map((line, index) => parseLine(line, path, index + 1)),
    bytes: length,
  };
}

const firstWords = '{"combination":';

/** A line that another program began is no ledger's, and nothing of it may be taken away. */
function wasCutShort(line: string): boolean {
  const begins = firstWords.startsWith(line) || line.startsWith(firstWords) || /^\0*$/.test(line);
  return begins && !isJson(line);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function parseLine(line: string, path: string, number: number): LedgerEntry {
  const result = ledgerEntrySchema.safeParse(parseJson(line, path, number));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  const problem = `${where === '' ? 'the line' : `"${where}"`}: ${issue?.message ?? 'is wrong'}`;
  throw invalid(path, number, problem);
}

function parseJson(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    const found = line.length > 40 ? `${line.slice(0, 40)}…` : line;
    throw invalid(path, number, `expected a JSON object, and found ${JSON.stringify(found)}`);
  }
}

function invalid(path: string, line: number, problem: string): PlinthError {
  return new PlinthError('PLINTH_LEDGER_INVALID', problem, {
    path,
    line,
    hint: 'A ledger is what plinth verify wrote. Take it from there again, or remove it to start anew.',
  });
}
