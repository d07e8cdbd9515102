import type { Pack } from '../pack/pack.ts';
import type { Selection } from '../selection/resolve.ts';
import type { Part } from './contributions.ts';
import type { ReadLog } from './reads.ts';

/** What a writer of a shared file may look at. */
export interface WriterInput {
  readonly pack: Pack;
  readonly selection: Selection;
  readonly parts: readonly Part[];
  /** The path that it writes, for messages. */
  readonly path: string;
  /** Version of the engine, which a service depends on exactly. */
  readonly engine: string;
  readonly reads: ReadLog;
  /** Takes note of the practices that had a part. */
  readonly owners: Set<string>;
}

/** Writes one shared file from the typed contributions of the practices present. */
export type Writer = (input: WriterInput) => string;
