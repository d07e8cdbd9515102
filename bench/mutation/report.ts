import type { Verdict } from './trial.ts';

/** Whether a mutant did what was declared of it, as far as that was looked at. */
export const asDeclared = (verdict: Verdict): boolean =>
  verdict.caught !== undefined && isAsVisible(verdict);

const isAsVisible = ({ mutant, linted, seen }: Verdict): boolean =>
  !linted || (seen !== undefined) === mutant.visible;

/** One line: what caught it, and in how long. */
export function verdictLine(verdict: Verdict): string {
  const { mutant, caught, seen, unsound, seconds } = verdict;
  const begin = `${mutant.tier.padEnd(8)} ${mutant.id} [${mutant.combination}]:`;
  if (unsound) return `${begin} FAILS WITHOUT IT: ${unsound.by}: ${unsound.says}`;
  const by = caught ? `caught by ${caught.by}` : 'MISSED';
  const declared = mutant.visible ? 'visible' : 'invisible';
  const found = seen ? `${seen.by} says: ${seen.says}` : 'types and lint say nothing';
  const odd = isAsVisible(verdict) ? '' : `; declared ${declared}, but ${found}`;
  return `${begin} ${by}, ${seconds.toFixed(1)} s${odd}`;
}

/** How many were caught, by tier, and how many of those types and lint do not see. */
export function totals(verdicts: readonly Verdict[]): string {
  const caught = verdicts.filter((verdict) => verdict.caught);
  const invisible = caught.filter(({ mutant, seen }) => !mutant.visible && !seen);
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
