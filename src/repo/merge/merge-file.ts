import type { TreeFile } from '../../render/tree.ts';
import { inForm, normalText, type TextForm } from '../line-ends.ts';
import { ancestorOf, type Ancestors } from '../read-ancestors.ts';
import {
  isSame,
  type BaseFile,
  type Content,
  type Decision,
  type FoundFile,
  type MergeFile,
} from '../three-way.ts';
import { mergeBlock, withoutBlock } from './block.ts';
import { formatOf, mergeAsLines, mergeText, type MergedText, type Texts } from './merge-text.ts';
import { ownKeys, withoutOwn } from './own-keys.ts';
import { emptyMap } from './value.ts';

/** The sides of one file's merge. */
export interface FileSides {
  /** Where Plinth renders it. */
  readonly path: string;
  readonly base: BaseFile | undefined;
  readonly next: TreeFile | undefined;
  readonly ours: FoundFile;
}

/** The texts of a merge, and the form that the user's has. */
export interface Sides extends Texts {
  readonly form: TextForm;
}

/**
 * The merge of a repository that people have edited.
 *
 * @param ancestors - the texts that were last rendered
 */
export function mergeWith(ancestors: () => Ancestors): MergeFile {
  return (path, base, next, ours) => {
    const sides = sidesOf(ancestors, { path, base, next, ours });
    if (!next) return removed(path, base, ours, sides);
    if (!sides) return { kind: 'conflict', reason: 'is not text: it cannot be merged' };
    const merged =
      next.ownership === 'block'
        ? mergeBlock(sides, (blocks) => mergeAsLines(path, blocks))
        : mergeText(path, sides);
    return decisionOf(merged, sides.form, modeOf(base, next, ours), ours);
  };
}

/**
 * The three texts without their forms.
 *
 * @returns `undefined` when one of them is not text
 * @throws PlinthError `PLINTH_RECORD_INVALID` when the ancestor is not what plinth.lock says
 */
export function sidesOf(
  ancestors: () => Ancestors,
  { path, base, next, ours }: FileSides,
): Sides | undefined {
  const own = normalText(ours.bytes);
  const rendered = next ? normalText(next.bytes) : { text: '' };
  const known = base !== undefined && base.ownership !== 'managed' && base.ownership !== 'seeded';
  const before = known ? normalText(ancestorOf(ancestors(), path, base)) : undefined;
  if (!own || !rendered || (known && !before)) return undefined;
  const yours = base?.yours;
  return { base: before?.text, next: rendered.text, ours: own.text, form: own.form, yours };
}

/** What a merge comes down to for its file. */
export function decisionOf(
  merged: MergedText,
  form: TextForm,
  mode: Content['mode'],
  ours: FoundFile,
): Decision {
  if (merged.kind === 'conflict') {
    const marked: Content = { bytes: inForm(merged.marked, form), mode };
    return { kind: 'conflict', reason: merged.reason, marked };
  }
  const { text, reports } = merged;
  const bytes = inForm(text, form);
  const unchanged = mode === ours.mode && Buffer.from(bytes).equals(ours.bytes);
  return unchanged ? { kind: 'keep', reports } : { kind: 'write', bytes, mode, reports };
}

/** The executable bit, three-way. */
export function modeOf(
  base: BaseFile | undefined,
  next: TreeFile,
  ours: FoundFile,
): Content['mode'] {
  return base && base.mode !== ours.mode ? ours.mode : next.mode;
}

/** What was there before Plinth stays, without what Plinth put into it. */
function removed(
  path: string,
  base: BaseFile | undefined,
  ours: FoundFile,
  sides: Sides | undefined,
): Decision {
  const own = base?.yours ?? [];
  if (base?.ownership === 'block' && sides?.base !== undefined) {
    const left = withoutBlock(sides.base, sides.ours);
    if (left?.trim() === '') return { kind: 'delete' };
    if (left !== undefined) {
      return { kind: 'write', bytes: inForm(left, sides.form), mode: ours.mode };
    }
  }
  if (own.includes('')) {
    if (sides && formatOf(path)?.parse(sides.ours)) {
      return decisionOf(mergeText(path, { ...sides, next: '{}\n' }), sides.form, ours.mode, ours);
    }
    return { kind: 'keep', reports: ['stays: it was there before Plinth'] };
  }
  if (base && isSame(base, ours)) return { kind: 'delete' };
  return { kind: 'conflict', reason: 'edited by you, removed by the template' };
}

/**
 * The keys of a file that are the user's own although the template sets them too; the empty pointer
 * stands for the file.
 */
export function yoursAfter(
  ancestors: () => Ancestors,
  { path, base, next, ours }: FileSides,
): readonly string[] {
  const before = base?.yours ?? [];
  if (!next || next.ownership === 'seeded') return [];
  if (base?.sha256 === next.sha256) return before;
  if (base && before.length === 0 && isSame(base, ours)) return [];
  const file = base && !before.includes('') ? [] : [''];
  const format = next.ownership === 'merged' ? formatOf(path) : undefined;
  const sides = format && sidesOf(ancestors, { path, base, next, ours });
  if (!format || !sides) return file;
  const rendered = sides.base === undefined ? emptyMap : format.parse(sides.base);
  const [theirs, own] = [format.parse(sides.next), format.parse(sides.ours)];
  if (!rendered || !theirs || !own) return file;
  return [...file, ...ownKeys(withoutOwn(rendered, before) ?? emptyMap, theirs, own)];
}
