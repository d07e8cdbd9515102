import type { FormatText } from '../formatter.ts';
import type { Action } from '../plan.ts';
import type { Ancestors } from '../read-ancestors.ts';
import { decisionOf, modeOf, sidesOf } from './merge-file.ts';
import { mergeText } from './merge-text.ts';

/**
 * Merges once more what is a conflict as it is written, with all three texts as the repository's own
 * formatter writes them: people who format everything their way have not changed what it says.
 *
 * @returns the action settled; `undefined` when it stays a conflict
 * @throws PlinthError `PLINTH_RECORD_INVALID` when the ancestor is not what plinth.lock says
 */
export async function mergeFormatted(
  action: Action,
  ancestors: () => Ancestors,
  format: FormatText,
): Promise<Action | undefined> {
  const { path, rendered = path, base, next, was } = action;
  if (action.kind === 'conflict' && !next) return deletedFormatted(action, ancestors, format);
  if (action.kind !== 'conflict' || !next || was.kind !== 'file' || next.ownership === 'block') {
    return undefined;
  }
  const sides = sidesOf(ancestors, { path: rendered, base, next, ours: was });
  if (!sides) return undefined;
  const [before, theirs, own] = await Promise.all([
    sides.base === undefined ? undefined : format(path, sides.base),
    format(path, sides.next),
    format(path, sides.ours),
  ]);
  if (theirs === undefined || own === undefined) return undefined;
  if (sides.base !== undefined && before === undefined) return undefined;
  const merged = mergeText(rendered, { ...sides, base: before, next: theirs, ours: own });
  if (merged.kind === 'conflict') return undefined;
  const decision = decisionOf(merged, sides.form, modeOf(base, next, was), was);
  const { from } = action;
  return { ...decision, path, rendered: action.rendered, from, was, base, next };
}

/** What the template has removed goes when people have only formatted it. */
async function deletedFormatted(
  action: Action,
  ancestors: () => Ancestors,
  format: FormatText,
): Promise<Action | undefined> {
  const { path, rendered = path, base, next, was } = action;
  if (was.kind !== 'file' || base?.ownership !== 'merged' || base.mode !== was.mode)
    return undefined;
  if ((base.yours ?? []).length > 0) return undefined;
  const sides = sidesOf(ancestors, { path: rendered, base, next: undefined, ours: was });
  if (sides?.base === undefined) return undefined;
  const [before, own] = await Promise.all([format(path, sides.base), format(path, sides.ours)]);
  if (before === undefined || before !== own) return undefined;
  return { kind: 'delete', path, rendered: action.rendered, from: action.from, was, base, next };
}
