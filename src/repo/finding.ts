import type { PolicyException, RuleId } from '../pack/policy-schema.ts';

/**
 * How much a finding weighs: `conflict` (an update cannot go on without a decision), `violation`
 * (somebody has to mend it), `stale` (only the templates have moved on), `note` (it is said, and counts
 * for nothing).
 */
export type Weight = 'conflict' | 'violation' | 'stale' | 'note';

/** One way in which a repository is not what its records, its templates or its policy say. */
export interface Finding {
  readonly rule: RuleId | 'exception-expired' | 'exception-unused';
  readonly weight: Weight;
  /** The file, relative to the repository. */
  readonly path: string;
  /** The key in it, where one is meant: `auth.method`. */
  readonly key?: string | undefined;
  /** The first line that differs, counted from 1, where that is known. */
  readonly line?: number | undefined;
  /** The practices that the file belongs to, in order of id. */
  readonly practices: readonly string[];
  /** A sentence for people, without what stands in the file. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string | undefined;
  /** The exception that keeps it from counting. */
  readonly excused?: PolicyException | undefined;
}
