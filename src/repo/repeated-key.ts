/** A key that an object has twice, and the line of its second place, counted from 1. */
export interface RepeatedKey {
  readonly key: string;
  readonly line: number;
}

/**
 * Finds the first key that an object has twice. `JSON.parse` keeps the last one in silence, which is what
 * becomes of a merge where both sides were taken.
 *
 * @param text - valid JSON
 */
export function repeatedKey(text: string): RepeatedKey | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (token.endsWith(':')) {
      const key = JSON.parse(token.slice(0, -1)) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return { key, line: text.slice(0, index).split('\n').length };
      keys?.add(key);
    }
  }
  return undefined;
}
