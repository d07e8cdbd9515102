/** What an instance tells the others. */
export interface Invalidation {
  readonly from: string;
  readonly keys: readonly string[];
  /** Redis refuses to remove them: nobody is to read there what it still has. */
  readonly refused: boolean;
}

/** What to publish. */
export function message(from: string, keys: readonly string[], refused: boolean): string {
  return JSON.stringify({ from, keys, refused } satisfies Invalidation);
}

/**
 * Reads what {@link message} wrote.
 *
 * @returns `undefined` for a message of another kind: anyone may publish.
 */
export function readMessage(text: string): Invalidation | undefined {
  try {
    const { from, keys, refused } = JSON.parse(text) as Partial<Invalidation>;
    const valid =
      typeof from === 'string' &&
      Array.isArray(keys) &&
      keys.every((key) => typeof key === 'string');
    return valid ? { from, keys, refused: refused === true } : undefined;
  } catch {
    return undefined;
  }
}
