import { byCodeUnit } from '../../pack/order.ts';
import { byAge, newestOf } from './age.ts';
import { type LedgerEntry, type Tier, tiers } from './entry.ts';

/** What a ledger has about one program in one tier. */
export interface Standing {
  readonly tier: Tier;
  readonly fingerprint: string;
  /** The line that says whether it passes. */
  readonly last: LedgerEntry;
  /** The ids of the combinations that come down to it, in order. */
  readonly combinations: readonly [string, ...string[]];
}

/** What was verified: a version of a pack, by a version of Plinth. */
export interface Subject {
  /** The digest of the pack. */
  readonly pack: string;
  readonly engine: string;
}

/**
 * What a ledger has about one version of a pack, program by program.
 *
 * Of a combination its newest line says which program it comes down to. Of a program the newest line of a
 * real run says whether it passes, whoever ran it, for whichever version: a pass that was only reused is
 * older than it looks, and never hides a failure.
 *
 * @returns in order of tier and of the first combination
 */
export function standingsOf(
  entries: readonly LedgerEntry[],
  { pack, engine }: Subject,
): readonly Standing[] {
  const own = entries.filter((entry) => entry.pack === pack && entry.engine === engine);
  const current = newestOf(own, ({ tier, combination }) => `${tier} ${combination}`);
  const deciding = new Map(tiers.map((tier) => [tier, decidingLines(entries, tier)]));
  const standings = new Map<string, Standing>();
  for (const entry of [...current.values()].sort(byName)) {
    const { tier, fingerprint, combination } = entry;
    const program = programOf(entry);
    const combinations = standings.get(program)?.combinations ?? [];
    standings.set(program, {
      tier,
      fingerprint,
      last: deciding.get(tier)?.get(fingerprint) ?? entry,
      combinations: [...combinations, combination] as [string, ...string[]],
    });
  }
  return [...standings.values()];
}

/** Of each fingerprint of a tier, the line that says whether it passes. */
export function decidingLines(
  entries: readonly LedgerEntry[],
  tier: Tier,
): ReadonlyMap<string, LedgerEntry> {
  const own = entries.filter((entry) => entry.tier === tier);
  return newestOf(own, ({ fingerprint }) => fingerprint, byWeight);
}

const programOf = ({ tier, fingerprint }: LedgerEntry): string => `${tier} ${fingerprint}`;

function byName(a: LedgerEntry, b: LedgerEntry): number {
  return byCodeUnit(a.tier, b.tier) || byCodeUnit(a.combination, b.combination);
}

/** A run weighs more than any result that was reused. */
function byWeight(a: LedgerEntry, b: LedgerEntry): number {
  return Number(b.reused === true) - Number(a.reused === true) || byAge(a, b);
}
