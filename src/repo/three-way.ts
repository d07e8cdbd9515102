import type { FileMode, Ownership } from '../pack/pack.ts';
import type { TreeFile } from '../render/tree.ts';

/** What was last rendered at a path, as plinth.lock and `.plinth/base` remember it. */
export interface BaseFile {
  readonly owners: readonly string[];
  readonly ownership: Ownership;
  readonly sha256: string;
  readonly mode: FileMode;
  /** Restored when somebody deletes it. */
  readonly required: boolean;
}

/** What stands at a path of the worktree. */
export type Found =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
      readonly sha256: string;
      readonly mode: FileMode;
    }
  | { readonly kind: 'folder' | 'link' | 'other' };

/** A file of the worktree. */
export type FoundFile = Extract<Found, { kind: 'file' }>;

/** What to do with one path. */
export type Decision =
  | { readonly kind: 'create' | 'write'; readonly bytes: Uint8Array; readonly mode: FileMode }
  | { readonly kind: 'delete' }
  /** Left as it is; `report` says what people should know. */
  | { readonly kind: 'keep'; readonly report?: string | undefined }
  /** An edit would be lost: nothing is written until it is resolved. */
  | { readonly kind: 'conflict'; readonly reason: string }
  /** A managed file was edited by hand. */
  | { readonly kind: 'violation'; readonly reason: string };

/**
 * Merges an edited file, whose ancestor it looks up itself; the outcome is a `write`, a `keep` or a
 * `conflict`.
 */
export type MergeFile = (base: BaseFile | undefined, next: TreeFile, ours: FoundFile) => Decision;

/**
 * Decides what one path needs. B, N and O are the base, the new rendering and the worktree; the order
 * of the questions is the order of precedence.
 *
 * @param base - B, absent when Plinth never wrote the path
 * @param next - N, absent when the selection no longer renders it
 * @param ours - O
 * @param merge - asked only when all three differ
 */
export function decide(
  base: BaseFile | undefined,
  next: TreeFile | undefined,
  ours: Found,
  merge: MergeFile,
): Decision {
  const ownership = next?.ownership ?? base?.ownership;
  if (ownership === 'seeded') return decideSeeded(base, next, ours);
  if (ours.kind === 'absent') return decideAbsent(base, next);
  if (ours.kind !== 'file') {
    return { kind: 'conflict', reason: `a ${ours.kind} stands where a file belongs` };
  }
  if (next && same(next, ours)) return { kind: 'keep' };
  if (next && base && same(base, next)) return decideUntouchedTemplate(ownership, ours);
  if (base && same(base, ours)) return next ? replacement(next) : { kind: 'delete' };
  if (ownership === 'managed') return { kind: 'violation', reason: 'edited by hand' };
  if (!next) return { kind: 'conflict', reason: 'edited by you, removed by the template' };
  return merge(base, next, ours);
}

/** Written once, then the user's: never overwritten, never deleted. */
function decideSeeded(
  base: BaseFile | undefined,
  next: TreeFile | undefined,
  ours: Found,
): Decision {
  if (!next) return { kind: 'keep', report: 'stays: it is yours' };
  if (ours.kind === 'absent') return base ? { kind: 'keep' } : creation(next);
  if (base || (ours.kind === 'file' && same(next, ours))) return { kind: 'keep' };
  return { kind: 'conflict', reason: 'a file that Plinth did not write stands here' };
}

function decideAbsent(base: BaseFile | undefined, next: TreeFile | undefined): Decision {
  if (!next) return { kind: 'keep' };
  if (!base || next.required || next.ownership === 'managed') return creation(next);
  if (same(base, next)) return { kind: 'keep' };
  return { kind: 'keep', report: 'deleted by you, changed by the template' };
}

function decideUntouchedTemplate(ownership: Ownership | undefined, ours: FoundFile): Decision {
  return ownership === 'managed'
    ? { kind: 'violation', reason: `edited by hand (${ours.sha256.slice(0, 12)})` }
    : { kind: 'keep' };
}

const creation = ({ bytes, mode }: TreeFile): Decision => ({ kind: 'create', bytes, mode });
const replacement = ({ bytes, mode }: TreeFile): Decision => ({ kind: 'write', bytes, mode });

type Content = Pick<FoundFile, 'sha256' | 'mode'>;
const same = (a: Content, b: Content): boolean => a.sha256 === b.sha256 && a.mode === b.mode;

/** The merge of a repository that nobody can have edited: anything in the way is a conflict. */
export const refuseToMerge: MergeFile = () => ({
  kind: 'conflict',
  reason: 'a file that Plinth did not write stands here',
});
