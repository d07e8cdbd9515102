import type { LedgerEntry, Tier } from './ledger/entry.ts';
import type { SharedProgram } from './program/programs.ts';
import { balancedShards } from './shards.ts';

/**
 * Programs in shards that take about as long as each other, as far as a ledger knows. Whoever is told the
 * same programs and the same ledger splits alike, on any machine.
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
  const work = programs.map((program) => {
    const [{ id }] = program.combinations;
    return { id, durationMs: took.get(id), program };
  });
  return balancedShards(work, count).map((shard) => shard.map(({ program }) => program));
}
