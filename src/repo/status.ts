import type { Finding, Weight } from './finding.ts';

/** What a repository is as a whole: what its heaviest finding makes it. */
export type Status = 'clean' | Exclude<Weight, 'note'>;

const heaviestFirst = ['conflict', 'violation', 'stale'] as const;

/** The status that findings come down to; what is excused, and what is only a note, counts for nothing. */
export function statusOf(findings: readonly Finding[]): Status {
  return (
    heaviestFirst.find((weight) =>
      findings.some((finding) => finding.weight === weight && !finding.excused),
    ) ?? 'clean'
  );
}

/** Exit code of a command that ends with this status. */
export const exitCodes = {
  clean: 0,
  violation: 1,
  conflict: 2,
  stale: 3,
} as const satisfies Readonly<Record<Status, number>>;
