import type { Tree, TreeFile } from '../render/tree.ts';
import type { BaseFile, Found, MergeFile } from './three-way.ts';
import { decide, type Decision } from './three-way.ts';
import { byCodeUnit } from '../pack/order.ts';

/** What will be done to one path, and why. */
export type Action = Decision & {
  readonly path: string;
  /** What stood there when the plan was made. */
  readonly was: Found;
  /** The new rendering; absent: no longer rendered. */
  readonly next?: TreeFile | undefined;
};

/** What each path needs; nothing has been written yet. */
export interface Plan {
  /** In order of path. */
  readonly actions: readonly Action[];
}

/** The three sides of a plan. */
export interface PlanInput {
  /** What was last rendered into this repository; empty for a new one. */
  readonly base: ReadonlyMap<string, BaseFile>;
  readonly next: Tree;
  /** What stands at every path of base and next; a missing entry is an absent file. */
  readonly worktree: ReadonlyMap<string, Found>;
  readonly merge: MergeFile;
}

/**
 * Compares what was rendered, what is to be, and what stands in the worktree. Pure.
 *
 * @returns one action for every path that Plinth wrote or would write; no other path is in it
 */
export function plan({ base, next, worktree, merge }: PlanInput): Plan {
  const paths = new Set([...base.keys(), ...next.files.keys()]);
  return {
    actions: [...paths].sort(byCodeUnit).map((path) => {
      const file = next.files.get(path);
      const was = worktree.get(path) ?? { kind: 'absent' };
      return { ...decide(base.get(path), file, was, merge), path, was, next: file };
    }),
  };
}
