import type { Ownership } from '../pack/pack.ts';

/** One thing that has a part in a file, or in a key or a line of it. */
export interface Origin {
  /** Absent: the engine itself. */
  readonly practice: string | undefined;
  /** Where it stands in the pack; absent: in no file of it. */
  readonly source: string | undefined;
  /** What of it: `contributes.env.CACHE_URL`, `a template`. */
  readonly what: readonly string[];
  /** Why it counts in this repository: clauses of a sentence, the practice's presence first. */
  readonly because: readonly string[];
}

/** What a question was about. */
export interface Target {
  /** Relative to the repository. */
  readonly path: string;
  /** `dependencies.bullmq`. */
  readonly key?: string | undefined;
  /** Counted from 1, in the file as it stands. */
  readonly line?: number | undefined;
}

/** Why something is in a repository. */
export interface Explanation extends Target {
  /**
   * `rendered`: the origins put it there; `yours`: Plinth did not; `absent`: there is no such file, or
   * it has no such key or line; `record`: Plinth keeps it for itself; `orphan`: Plinth rendered it once,
   * and what asked for it is gone.
   */
  readonly kind: 'rendered' | 'yours' | 'absent' | 'record' | 'orphan';
  readonly ownership?: Ownership | undefined;
  readonly required?: boolean | undefined;
  /** Whether the file is as it was rendered. */
  readonly state?: 'as-rendered' | 'edited' | 'deleted' | undefined;
  readonly origins: readonly Origin[];
}
