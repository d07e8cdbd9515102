import type { Pack } from '../../pack/pack.ts';
import type { Tree } from '../../render/tree.ts';
import type { Selection } from '../../selection/resolve.ts';

/** One combination, rendered. */
export interface Rendered {
  readonly pack: Pack;
  readonly selection: Selection;
  readonly tree: Tree;
}

/** What is wrong with one combination. */
export interface Problem {
  /** The rendered file, when it is about one. */
  readonly path?: string | undefined;
  /** What was expected and what was found. */
  readonly message: string;
}

/** Looks at a rendered service without running it. */
export interface Check {
  /** What holds when it finds nothing, in two or three words. */
  readonly name: string;
  readonly find: (rendered: Rendered) => readonly Problem[] | Promise<readonly Problem[]>;
}
