import type { LedgerEntry, Tier } from './ledger/entry.ts';
import { type Standing, standingsOf, type Subject } from './ledger/standing.ts';
import { type Proof, proofKey } from './proof-file.ts';

/**
 * What a ledger proves of one version of a pack: the combinations that passed a tier, and failed in none.
 * Results of different machines are not mixed: where there are several toolchains, it is about the one
 * that proves most.
 *
 * @returns `undefined` when it proves nothing
 */
export function proofOf(
  entries: readonly LedgerEntry[],
  subject: Subject,
  tier: Tier,
): Proof | undefined {
  const standings = standingsOf(entries, subject);
  const failed = new Set(standings.filter(({ last }) => last.result === 'failed').flatMap(idsOf));
  const proven = new Map<string, readonly string[]>();
  for (const standing of standings) {
    if (standing.tier !== tier) continue;
    const { toolchain } = standing.last;
    const passed = idsOf(standing).filter((id) => !failed.has(id));
    proven.set(toolchain, [...(proven.get(toolchain) ?? []), ...passed]);
  }
  const [most] = [...proven].sort(([, a], [, b]) => b.length - a.length);
  if (!most || most[1].length === 0) return undefined;
  const [toolchain, ids] = most;
  const { engine, pack } = subject;
  return { version: 1, engine, pack, tier, toolchain, combinations: ids.map(proofKey).sort() };
}

const idsOf = ({ combinations }: Standing): readonly string[] => combinations;

/** The file, with a combination a line: whoever looks at a change of it sees how much it is. */
export function proofText(proof: Proof): string {
  return `${JSON.stringify(proof, null, 2)}\n`;
}
