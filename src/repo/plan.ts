import { byCodeUnit } from '../pack/order.ts';
import type { Tree, TreeFile } from '../render/tree.ts';
import {
  decide,
  obstruction,
  type BaseFile,
  type Decision,
  type Found,
  type MergeFile,
} from './three-way.ts';

/** What will be done to one path, and why. */
export type Action = Decision & {
  /** Where the file stands, or is to stand. */
  readonly path: string;
  /** Where Plinth renders it; absent: at `path`. They differ where the user has moved the file. */
  readonly rendered?: string | undefined;
  /** Where the file stands until now, when the pack has renamed it. */
  readonly from?: string | undefined;
  /** What stood there when the plan was made. */
  readonly was: Found;
  /** What was last rendered; absent: Plinth never wrote it. */
  readonly base?: BaseFile | undefined;
  /** The new rendering; absent: no longer rendered. */
  readonly next?: TreeFile | undefined;
  /** The user's own keys from now on, where the plan itself has settled them. */
  readonly yours?: readonly string[] | undefined;
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
  /** What stands at every path of base and next, and where files moved; a missing entry is an absent file. */
  readonly worktree: ReadonlyMap<string, Found>;
  readonly merge: MergeFile;
  /** New path → the path that the pack gave the file before; base has it under the new one. */
  readonly renames?: ReadonlyMap<string, string>;
}

/**
 * Compares what was rendered, what is to be, and what stands in the worktree. Pure.
 *
 * @returns one action for every path that Plinth wrote or would write; no other path is in it
 */
export function plan({ base, next, worktree, merge, renames = new Map() }: PlanInput): Plan {
  const absent: Found = { kind: 'absent' };
  const paths = new Set([...base.keys(), ...next.files.keys()]);
  return {
    actions: [...paths].sort(byCodeUnit).map((rendered): Action => {
      const known = base.get(rendered);
      const file = next.files.get(rendered);
      const path = known?.at ?? rendered;
      const from = renames.get(rendered);
      const was = worktree.get(from ?? path) ?? absent;
      const context = { path, was, base: known, next: file };
      if (from === undefined) {
        const decision = decide(rendered, known, file, was, merge);
        return path === rendered
          ? { ...decision, ...context }
          : { ...decision, ...context, rendered };
      }
      const there = worktree.get(path) ?? absent;
      if ('above' in there) {
        return { kind: 'conflict', reason: obstruction(there), ...context, was: there };
      }
      if (there.kind !== 'absent') {
        const reason = `renamed from ${from}, but a file stands here`;
        return { kind: 'conflict', reason, ...context };
      }
      return { ...carried(decide(rendered, known, file, was, merge), was), ...context, from };
    }),
  };
}

/** A file that is renamed is written even where it is kept. */
function carried(decision: Decision, was: Found): Decision {
  if (decision.kind !== 'keep' || was.kind !== 'file') return decision;
  return { ...decision, kind: 'write', bytes: was.bytes, mode: was.mode };
}
