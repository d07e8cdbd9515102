import type { Action, Plan } from '../repo/plan.ts';
import type { Paint } from './terminal.ts';
import { paintedDiff, unifiedDiff } from './unified-diff.ts';

/** What a plan writes, as unified diffs, one a file. */
export function planDiff({ actions }: Plan, paint: Paint): readonly string[] {
  return actions.flatMap((action) => {
    const text = diffOf(action);
    return text === undefined ? [] : [paintedDiff(text.replace(/\n$/, ''), paint)];
  });
}

function diffOf(action: Action): string | undefined {
  const { path, from, was } = action;
  const before = was.kind === 'file' ? was : undefined;
  if (action.kind === 'create' || action.kind === 'write') {
    const { text } = unifiedDiff(path, before, action);
    return from === undefined ? text : `rename from ${from}\nrename to ${path}\n${text}`;
  }
  return action.kind === 'delete' ? unifiedDiff(from ?? path, before, undefined).text : undefined;
}
