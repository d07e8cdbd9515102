import { mergeText } from './merge-text.ts';

/** What comes out of `path`, or the reason of a conflict. */
export function merged(path: string, base: string | undefined, next: string, ours: string): string {
  const result = mergeText(path, { base, next, ours });
  return result.kind === 'merged' ? result.text : `conflict: ${result.reason}`;
}
