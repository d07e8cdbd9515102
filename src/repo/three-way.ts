import type { FileMode, Ownership } from '../pack/pack.ts';
import type { TreeFile } from '../render/tree.ts';
import { inForm, isSameText, normalText } from './line-ends.ts';

/** What was last rendered at a path, as plinth.lock and `.plinth/base` remember it. */
export interface BaseFile {
  readonly owners: readonly string[];
  readonly ownership: Ownership;
  readonly sha256: string;
  readonly mode: FileMode;
  /** Restored when somebody deletes it. */
  readonly required: boolean;
  /**
   * Keys that stood in the file before Plinth wrote them too, as JSON pointers; the empty one stands
   * for the file itself. Removing a practice leaves them.
   */
  readonly yours?: readonly string[] | undefined;
  /** Where the user moved the file. */
  readonly at?: string | undefined;
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
  | {
      readonly kind: 'folder' | 'link' | 'other';
      /** What stands in the place of a folder above, where it is that. */
      readonly above?: { readonly path: string; readonly kind: 'file' | 'link' | 'other' };
    };

/** A file of the worktree. */
export type FoundFile = Extract<Found, { kind: 'file' }>;

const names = {
  file: 'a file',
  folder: 'a folder',
  link: 'a link',
  other: 'something that is no file',
} as const;

/** What stands in the way of a file, in words. */
export function obstruction({ kind, above }: Exclude<Found, { kind: 'absent' | 'file' }>): string {
  return above
    ? `${above.path} is ${names[above.kind]}, where a folder belongs`
    : `${names[kind]} stands where a file belongs`;
}

/** Bytes and mode to be written. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly mode: FileMode;
}

/** What to do with one path. `reports` say what people should know of it. */
export type Decision =
  | (Content & { readonly kind: 'create' | 'write'; readonly reports?: readonly string[] })
  | { readonly kind: 'delete' }
  /** Left as it is. */
  | { readonly kind: 'keep'; readonly reports?: readonly string[] }
  /** An edit would be lost: nothing is written until it is resolved. */
  | {
      readonly kind: 'conflict';
      readonly reason: string;
      /** The file with both sides between markers, where that can be shown in it. */
      readonly marked?: Content | undefined;
    }
  /** A managed file was edited by hand. */
  | {
      readonly kind: 'violation';
      readonly reason: string;
      /** What `--force` writes; absent: the file is no longer rendered, and would go. */
      readonly replacement?: Content | undefined;
      /** Whether the template moved too, so that the edit is in the way and not merely there. */
      readonly inTheWay: boolean;
    };

/**
 * Merges an edited file, by the path that it is rendered at; its ancestor it looks up itself; the outcome is a `write`, a `keep`, a
 * `delete` or a `conflict`. Without `next` the template has removed it.
 */
export type MergeFile = (
  path: string,
  base: BaseFile | undefined,
  next: TreeFile | undefined,
  ours: FoundFile,
) => Decision;

/**
 * Decides what one path needs. B, N and O are the base, the new rendering and the worktree; the order
 * of the questions is the order of precedence.
 *
 * @param path - where Plinth renders it
 * @param base - B, absent when Plinth never wrote the path
 * @param next - N, absent when the selection no longer renders it
 * @param ours - O
 * @param merge - asked only when all three differ
 */
export function decide(
  path: string,
  base: BaseFile | undefined,
  next: TreeFile | undefined,
  ours: Found,
  merge: MergeFile,
): Decision {
  const ownership = next?.ownership ?? base?.ownership;
  if (ownership === 'seeded') return decideSeeded(base, next, ours);
  if (ours.kind === 'absent') return decideAbsent(base, next);
  const unmoved = next && base?.sha256 === next.sha256 && base.mode === next.mode;
  if (ours.kind !== 'file') {
    // Somebody's link is an edit like any other, and in the way only of what is to be written.
    const kept = unmoved && !ours.above && !next.required && ownership !== 'managed';
    if (kept) return { kind: 'keep' };
    return { kind: 'conflict', reason: obstruction(ours) };
  }
  if (next && isSame(next, ours)) return { kind: 'keep' };
  if (unmoved) {
    return ownership === 'managed' && !isSame(base, ours)
      ? violation(next, ours, false)
      : { kind: 'keep' };
  }
  const unedited = base !== undefined && isSame(base, ours);
  if (unedited && (base.yours ?? []).length === 0) {
    return next ? replacement(next, ours) : { kind: 'delete' };
  }
  if (ownership === 'managed') return violation(next, ours, true);
  return merge(path, base, next, ours);
}

/** Written once, then the user's: never overwritten, never deleted. */
function decideSeeded(
  base: BaseFile | undefined,
  next: TreeFile | undefined,
  ours: Found,
): Decision {
  if (!next) {
    return ours.kind === 'absent'
      ? { kind: 'keep' }
      : { kind: 'keep', reports: ['stays: it is yours'] };
  }
  if (ours.kind === 'absent') return base ? { kind: 'keep' } : creation(next);
  if (base || (ours.kind === 'file' && isSame(next, ours))) return { kind: 'keep' };
  return { kind: 'keep', reports: ['stood there already: it is yours'] };
}

function decideAbsent(base: BaseFile | undefined, next: TreeFile | undefined): Decision {
  if (!next) return { kind: 'keep' };
  if (base === undefined || next.required || next.ownership === 'managed') return creation(next);
  if (base.sha256 === next.sha256 && base.mode === next.mode) return { kind: 'keep' };
  return { kind: 'keep', reports: ['deleted by you, changed by the template'] };
}

function violation(next: TreeFile | undefined, ours: FoundFile, inTheWay: boolean): Decision {
  return {
    kind: 'violation',
    reason: `edited by hand (${ours.sha256.slice(0, 12)})`,
    replacement: next && { bytes: next.bytes, mode: next.mode },
    inTheWay,
  };
}

const creation = ({ bytes, mode }: TreeFile): Decision => ({ kind: 'create', bytes, mode });

/** The new text in the form that the checkout gave the old one. */
function replacement({ bytes, mode }: TreeFile, ours: FoundFile): Decision {
  const form = normalText(ours.bytes)?.form;
  const text = form && normalText(bytes)?.text;
  return {
    kind: 'write',
    bytes: form === undefined || text === undefined ? bytes : inForm(text, form),
    mode,
  };
}

/** Whether a file is what was rendered; line ends and a byte-order mark are the checkout's business. */
export function isSame(rendered: Pick<BaseFile, 'sha256' | 'mode'>, ours: FoundFile): boolean {
  if (rendered.mode !== ours.mode) return false;
  return rendered.sha256 === ours.sha256 || isSameText(rendered.sha256, ours.bytes);
}

/** The merge of a repository that nobody can have edited: anything in the way is a conflict. */
export const refuseToMerge: MergeFile = () => ({
  kind: 'conflict',
  reason: 'a file that Plinth did not write stands here',
});
