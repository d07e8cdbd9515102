import { byCodeUnit } from '../../pack/order.ts';
import type { LedgerEntry } from './entry.ts';

/**
 * Orders lines of ledgers from old to new. Of the same instant a failure is the newer, and of lines that
 * agree in that too always the same one, wherever they come from.
 */
export function byAge(a: LedgerEntry, b: LedgerEntry): number {
  return (
    Date.parse(a.at) - Date.parse(b.at) ||
    byCodeUnit(b.result, a.result) ||
    byCodeUnit(JSON.stringify(a), JSON.stringify(b))
  );
}

/** The newest line of each kind. */
export function newestOf(
  entries: readonly LedgerEntry[],
  kindOf: (entry: LedgerEntry) => string,
  order: (a: LedgerEntry, b: LedgerEntry) => number = byAge,
): ReadonlyMap<string, LedgerEntry> {
  const newest = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    const kind = kindOf(entry);
    const before = newest.get(kind);
    if (!before || order(before, entry) < 0) newest.set(kind, entry);
  }
  return newest;
}
