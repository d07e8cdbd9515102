import type { LedgerEntry } from './ledger.ts';

/** One line a migration: what is applied and when, what is pending, what only the database knows. */
export function describeStatus(entries: readonly LedgerEntry[]): readonly string[] {
  return entries.map(({ name, executedAt, file }) => {
    if (executedAt === undefined) return `pending  ${name}`;
    const line = `applied  ${name}  ${executedAt.toISOString()}`;
    return file === undefined ? `${line}  (by another release)` : line;
  });
}
