/** What is expected to catch a defect, declared before anything is run. */
export type Tier = 'rendered' | 'oracle' | 'built' | 'faulted';

/** One defect in a pack: the text of one file, in one place, replaced by another. */
export interface Mutant {
  readonly id: string;
  /** What sort of mistake it is; at most three mutants share one. */
  readonly kind: string;
  /** Below `templates/`. */
  readonly file: string;
  /** Exact; stands in the file once. */
  readonly find: string;
  readonly replace: string;
  /** The id of the smallest combination that shows it. */
  readonly combination: string;
  readonly tier: Tier;
  /** Whether the type check or the lint of that service says something. */
  readonly visible: boolean;
}
