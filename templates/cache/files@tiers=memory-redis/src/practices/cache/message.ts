/** What an instance tells the others. */
export interface Invalidation {
  readonly from: string;
  readonly keys: readonly string[];
}

/** What to publish. */
export function message(from: string, keys: readonly string[]): string {
  return JSON.stringify({ from, keys } satisfies Invalidation);
}

/**
 * Reads what {@link message} wrote.
 *
 * @returns `undefined` for a message of another kind: anyone may publish.
 */
export function readMessage(text: string): Invalidation | undefined {
  try {
    const { from, keys } = JSON.parse(text) as Partial<Invalidation>;
    const valid =
      typeof from === 'string' &&
      Array.isArray(keys) &&
      keys.every((key) => typeof key === 'string');
    return valid ? { from, keys } : undefined;
  } catch {
    return undefined;
  }
}
