import type { Verdict } from './trial.ts';

/** Whether a mutant did what was declared of it. */
export const asDeclared = ({ mutant, caught, seen }: Verdict): boolean =>
  caught !== undefined && (seen !== undefined) === mutant.visible;

/** One line: what caught it, and in how long. */
export function verdictLine({ mutant, caught, seen, seconds }: Verdict): string {
  const { id, tier, combination, visible } = mutant;
  const by = caught ? `caught by ${caught.by}` : 'MISSED';
  const odd =
    (seen !== undefined) === visible
      ? ''
      : `; declared ${visible ? 'visible' : 'invisible'}, and ${seen ? `${seen.by} says: ${seen.says}` : 'types and lint say nothing'}`;
  return `${tier.padEnd(8)} ${id} [${combination}]: ${by}, ${seconds.toFixed(1)} s${odd}`;
}

/** How many were caught, by tier, and how many of those nobody sees who only compiles. */
export function totals(verdicts: readonly Verdict[]): string {
  const caught = verdicts.filter((verdict) => verdict.caught);
  const invisible = caught.filter(({ seen }) => !seen);
  const seconds = verdicts.reduce((sum, verdict) => sum + verdict.seconds, 0);
  const tiers = [...new Set(verdicts.map(({ mutant }) => mutant.tier))].map((tier) => {
    const all = verdicts.filter(({ mutant }) => mutant.tier === tier);
    return `${tier} ${all.filter((one) => one.caught).length} of ${all.length}`;
  });
  return (
    `${caught.length} of ${verdicts.length} caught (${tiers.join(', ')}), ` +
    `${invisible.length} of them invisible to types and lint, ${seconds.toFixed(0)} s`
  );
}
