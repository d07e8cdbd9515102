import { byAge, newestOf } from './age.ts';
import type { LedgerEntry } from './entry.ts';

/**
 * Joins the ledgers of shards, or makes one shorter. Of lines about the same result the newest stays, and
 * of two of the same instant the failure. A line that was run and one that was reused are kept apart, so
 * that a failure is not hidden by a pass that is older than it; so are versions of the pack and of Plinth.
 *
 * The order of the ledgers makes no difference, nor does joining them one by one.
 *
 * @returns in order of time
 */
export function mergedLedgers(
  ledgers: readonly (readonly LedgerEntry[])[],
): readonly LedgerEntry[] {
  const kept = newestOf(
    ledgers.flat(),
    ({ tier, fingerprint, combination, pack, engine, reused }) =>
      JSON.stringify([tier, fingerprint, combination, pack, engine, reused === true]),
  );
  return [...kept.values()].sort(byAge);
}
