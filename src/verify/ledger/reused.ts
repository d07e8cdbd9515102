import { newestOf } from './age.ts';
import type { LedgerEntry, Tier } from './entry.ts';
import { decidingLines, type Subject } from './standing.ts';

/** Combinations whose program is known from before. */
export interface KnownProgram {
  /** Of the result. */
  readonly fingerprint: string;
  readonly combinations: readonly string[];
}

/**
 * The lines that say of a version of a pack what is known of its programs from before, so that a ledger
 * tells of each version what is proven of it. None for a combination whose newest line says so already.
 *
 * @param at - the time, ISO 8601
 */
export function reusedEntries(
  entries: readonly LedgerEntry[],
  known: readonly KnownProgram[],
  { tier, pack, engine, at }: Subject & { readonly tier: Tier; readonly at: string },
): readonly LedgerEntry[] {
  const own = entries.filter(
    (entry) => entry.tier === tier && entry.pack === pack && entry.engine === engine,
  );
  const newest = newestOf(own, ({ combination }) => combination);
  const lines = decidingLines(entries, tier);
  return known.flatMap(({ fingerprint, combinations }) => {
    const before = lines.get(fingerprint);
    if (!before) return [];
    return combinations
      .filter((combination) => newest.get(combination)?.fingerprint !== fingerprint)
      .map((combination) => ({ ...before, combination, pack, engine, reused: true as const, at }));
  });
}
