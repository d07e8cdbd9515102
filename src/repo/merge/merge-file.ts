import type { TreeFile } from '../../render/tree.ts';
import { inForm, normalText } from '../line-ends.ts';
import { ancestorOf, type Ancestors } from '../read-ancestors.ts';
import type { BaseFile, Content, Decision, FoundFile, MergeFile } from '../three-way.ts';
import { mergeText } from './merge-text.ts';

/**
 * The merge of a repository that people have edited.
 *
 * @param ancestors - the texts that were last rendered
 */
export function mergeWith(ancestors: () => Ancestors): MergeFile {
  return (base, next, ours) => {
    if (!next) return { kind: 'conflict', reason: 'edited by you, removed by the template' };
    const mode = base && base.mode !== ours.mode ? ours.mode : next.mode;
    const texts = textsOf(ancestors, base, next, ours);
    if (!texts) return { kind: 'conflict', reason: 'is not text: it cannot be merged' };
    const { form, ...sides } = texts;
    const merged = mergeText(next.path, sides);
    if (merged.kind === 'conflict') {
      const marked: Content = { bytes: inForm(merged.marked, form), mode };
      return { kind: 'conflict', reason: merged.reason, marked };
    }
    return written({ bytes: inForm(merged.text, form), mode }, ours, merged.reports);
  };
}

/** The three texts, and the form that the user's has. */
function textsOf(
  ancestors: () => Ancestors,
  base: BaseFile | undefined,
  next: TreeFile,
  ours: FoundFile,
) {
  const own = normalText(ours.bytes);
  const rendered = normalText(next.bytes);
  const before = base && normalText(ancestorOf(ancestors(), next.path, base));
  if (!own || !rendered || (base && !before)) return undefined;
  return { base: before?.text, next: rendered.text, ours: own.text, form: own.form };
}

function written(content: Content, ours: FoundFile, reports: readonly string[]): Decision {
  const unchanged = content.mode === ours.mode && Buffer.from(content.bytes).equals(ours.bytes);
  return unchanged ? { kind: 'keep', reports } : { kind: 'write', ...content, reports };
}
