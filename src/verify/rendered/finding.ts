/** Something that is wrong with a pack, as far as rendering shows. */
export interface Finding {
  /** The name of the check that found it. */
  readonly check: string;
  /** The id of a combination that shows it: of those with the fewest practices. */
  readonly combination: string;
  /** In which answer beside the practices that service differs; absent: in none. */
  readonly other?: string | undefined;
  /** The rendered file that it is about, if it is about one. */
  readonly path?: string | undefined;
  /** What was expected and what was found. */
  readonly message: string;
  /** How many services show it. */
  readonly services: number;
}

/** Findings that are still being collected: one for each thing that is wrong, however many show it. */
export interface FindingLog {
  readonly add: (finding: Omit<Finding, 'services'>) => void;
  /** In order of check, path and message. */
  readonly all: () => readonly Finding[];
}

/** An empty log. */
export function findingLog(): FindingLog {
  const found = new Map<string, Finding>();
  return {
    add: (finding) => {
      const key = [finding.check, finding.path ?? '', finding.message].join('\n');
      const before = found.get(key);
      const services = (before?.services ?? 0) + 1;
      const simplest = before && size(before) <= size(finding) ? before : finding;
      found.set(key, { ...simplest, services });
    },
    all: () => [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding),
  };
}

/** What has to be said to show it: one more for an answer that is not the usual one. */
const size = ({ combination, other }: Pick<Finding, 'combination' | 'other'>): number =>
  (combination === 'nothing' ? 0 : combination.split(',').length) + (other === undefined ? 0 : 100);
