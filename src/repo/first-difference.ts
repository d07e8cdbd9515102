/** The number of the first line of `after` that is not in `before`, counted from 1; `undefined`: none. */
export function firstDifference(before: string, after: string): number | undefined {
  const old = before.split('\n');
  const lines = after.split('\n');
  const at = lines.findIndex((line, index) => line !== old[index]);
  if (at >= 0) return at + 1;
  return old.length > lines.length ? lines.length : undefined;
}
