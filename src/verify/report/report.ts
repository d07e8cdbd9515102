import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';
import { type Pair, type OptionValue, pairsOf } from '../../selection/pairs.ts';
import { parseCombinationId } from '../../selection/space.ts';
import { countCombinations } from '../../selection/space-count.ts';
import { type LedgerEntry, type Tier, tiers } from '../ledger/entry.ts';
import { type Standing, standingsOf } from '../ledger/standing.ts';

/** What a ledger says about one version of a pack. */
export interface Report {
  readonly pack: Pick<Pack, 'title' | 'id' | 'version' | 'digest'>;
  readonly engine: string;
  /** How many combinations the pack offers. */
  readonly offered: bigint;
  readonly toolchains: readonly string[];
  /** When the first and the last of the results were made; absent without any. */
  readonly period?: readonly [string, string] | undefined;
  /** Lines of the ledger about other versions of the pack, or by other versions of Plinth. */
  readonly otherLines: number;
  /** Only those that have results, in their order. */
  readonly tiers: readonly TierTotals[];
  readonly values: readonly OptionValue[];
  readonly pairs: readonly PairCount[];
  /** The longest first. */
  readonly slowest: readonly Standing[];
  readonly failures: readonly Standing[];
}

export interface TierTotals {
  readonly tier: Tier;
  readonly passed: Totals;
  readonly failed: Totals;
  /** All programs one after another, in milliseconds. */
  readonly durationMs: number;
}

export interface Totals {
  readonly combinations: number;
  readonly programs: number;
}

/** How often two values were built together; rendering alone does not count. */
export interface PairCount extends Pair {
  /** Programs that passed, and that failed. */
  readonly passed: number;
  readonly failed: number;
  /** Combinations that come down to those that passed. */
  readonly combinations: number;
}

const mostSlow = 15;

/**
 * Sums up what a ledger says about a pack.
 *
 * @param engine - the version of Plinth
 * @throws PlinthError `PLINTH_LEDGER_INVALID` for a line that names a combination which the pack lacks
 */
export function reportOf(pack: Pack, engine: string, entries: readonly LedgerEntry[]): Report {
  const standings = standingsOf(entries, { pack: pack.digest, engine });
  refuseStrangers(pack, standings);
  const own = entries.filter((entry) => entry.pack === pack.digest && entry.engine === engine);
  const times = own.map(({ at }) => at).sort((a, b) => Date.parse(a) - Date.parse(b));
  const [first, last] = [times[0], times.at(-1)];
  const built = standings.filter(({ tier }) => tier !== 'rendered');
  const { values, pairs } = pairsOf(pack);
  const { title, id, version, digest } = pack;
  return {
    pack: { title, id, version, digest },
    engine,
    offered: countCombinations(pack),
    toolchains: [...new Set(standings.map((standing) => standing.last.toolchain))].sort(),
    period: first === undefined || last === undefined ? undefined : [first, last],
    otherLines: entries.length - own.length,
    tiers: tiers.flatMap((tier) => totalsOf(tier, standings)),
    values,
    pairs: countPairs(pairs, built),
    slowest: built.toSorted((a, b) => b.last.durationMs - a.last.durationMs).slice(0, mostSlow),
    failures: standings.filter(hasFailed),
  };
}

const hasFailed = ({ last }: Standing): boolean => last.result === 'failed';

function refuseStrangers(pack: Pack, standings: readonly Standing[]): void {
  for (const id of new Set(standings.flatMap(({ combinations }) => combinations))) {
    try {
      parseCombinationId(pack, id);
    } catch (error) {
      if (!(error instanceof PlinthError)) throw error;
      throw new PlinthError(
        'PLINTH_LEDGER_INVALID',
        `the ledger names the combination "${id}", which the pack does not offer: ${error.message}`,
        { hint: 'Is it the ledger of another pack? Name that with --pack.', cause: error },
      );
    }
  }
}

function totalsOf(tier: Tier, standings: readonly Standing[]): readonly TierTotals[] {
  const own = standings.filter((standing) => standing.tier === tier);
  if (own.length === 0) return [];
  return [
    {
      tier,
      passed: sizeOf(own.filter((standing) => !hasFailed(standing))),
      failed: sizeOf(own.filter(hasFailed)),
      durationMs: own.reduce((sum, { last }) => sum + last.durationMs, 0),
    },
  ];
}

function sizeOf(standings: readonly Standing[]): Totals {
  return {
    programs: standings.length,
    combinations: standings.reduce((sum, { combinations }) => sum + combinations.length, 0),
  };
}

/** A program of two tiers is one program: of what the tiers have of a pair, the most counts. */
function countPairs(pairs: readonly Pair[], standings: readonly Standing[]): readonly PairCount[] {
  const programs = standings.map((standing) => ({
    tier: standing.tier,
    failed: hasFailed(standing),
    combinations: standing.combinations.map((id) => new Set(id.split(','))),
  }));
  return pairs.map((pair) => {
    const counts = new Map<Tier, { passed: number; failed: number; combinations: number }>();
    for (const { tier, failed, combinations } of programs) {
      const having = combinations.filter((parts) => pair.values.every(({ isIn }) => isIn(parts)));
      if (having.length === 0) continue;
      const count = counts.get(tier) ?? { passed: 0, failed: 0, combinations: 0 };
      count[failed ? 'failed' : 'passed'] += 1;
      if (!failed) count.combinations += having.length;
      counts.set(tier, count);
    }
    const most = (of: 'passed' | 'failed' | 'combinations'): number =>
      Math.max(0, ...[...counts.values()].map((count) => count[of]));
    return {
      ...pair,
      passed: most('passed'),
      failed: most('failed'),
      combinations: most('combinations'),
    };
  });
}
