import type { Finding, Weight } from '../repo/finding.ts';

/** Practice → the findings in files that it has a part in; in order of id. */
export function byPractice(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const ids = [...new Set(findings.flatMap(({ practices }) => practices))].sort();
  return new Map(ids.map((id) => [id, findings.filter(({ practices }) => practices.includes(id))]));
}

/** How many findings of each weight there are that nothing excuses. */
export function countsOf(findings: readonly Finding[]): Readonly<Record<Weight, number>> {
  const count = (weight: Weight): number =>
    findings.filter((finding) => finding.weight === weight && !finding.excused).length;
  return {
    conflict: count('conflict'),
    violation: count('violation'),
    stale: count('stale'),
    note: count('note'),
  };
}
