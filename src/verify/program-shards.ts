import type { LedgerEntry, Tier } from './ledger/entry.ts';
import { byTests } from './program/by-tests.ts';
import type { SharedProgram } from './program/programs.ts';
import { balancedShards } from './shards.ts';

/**
 * Programs in shards that take about as long as each other, as far as a ledger knows; what it does not know
 * is taken to be as long as the median of the others. In the tier built a program stays with one that runs
 * all of its tests: one shard runs them once, two would run them twice. Whoever is told the same programs
 * and the same ledger splits alike, on any machine.
 *
 * @param count - how many shards, from 1
 */
export function programShards(
  programs: readonly SharedProgram[],
  count: number,
  entries: readonly LedgerEntry[],
  tier: Tier,
): readonly (readonly SharedProgram[])[] {
  const runs = entries.filter((entry) => entry.tier === tier && entry.reused !== true);
  const took = new Map(runs.map(({ combination, durationMs }) => [combination, durationMs]));
  const usual = median(programs.flatMap((program) => took.get(idOf(program)) ?? []));
  // Where all run the same few tests something else takes the time, and no shard is to be without any.
  const most = tier === 'built' ? Math.max(1, Math.floor(programs.length / count)) : 1;
  const work = byTests(programs, most).map((group) => ({
    id: idOf(group[0]),
    durationMs: group.reduce((sum, program) => sum + (took.get(idOf(program)) ?? usual), 0),
    group,
  }));
  return balancedShards(work, count).map((shard) => {
    const mine = new Set(shard.flatMap(({ group }) => group));
    return programs.filter((program) => mine.has(program));
  });
}

const idOf = ({ combinations: [{ id }] }: SharedProgram): string => id;

/** The middle of some numbers, the mean of the middle two of an even count; 1 when there are none. */
function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = 1, high = low] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (low + high) / 2;
}
