/** Keys that are to be removed from the shared tier. */
export interface Claim {
  readonly keys: readonly string[];
  /** Call it once they are removed; what was claimed anew meanwhile stays. */
  confirm(): void;
}

/** Invalidations that the shared tier has not confirmed yet. */
export interface Pending {
  has(key: string): boolean;
  add(keys: readonly string[]): Claim;
  /** At most `limit` keys, the oldest first. */
  oldest(limit: number): Claim;
  /** When the oldest was added, in milliseconds since the epoch; `Infinity` when there is none. */
  since(): number;
}

/** @param capacity - Beyond it the oldest is given up: that key may be stale for one lifetime. */
export function createPending(capacity: number): Pending {
  const added = new Map<string, { readonly at: number }>();
  const claimOf = (entries: typeof added): Claim => ({
    keys: [...entries.keys()],
    confirm: () => {
      for (const [key, entry] of entries) if (added.get(key) === entry) added.delete(key);
    },
  });
  return {
    has: (key) => added.has(key),
    add(keys) {
      const entry = { at: Date.now() };
      for (const key of keys) {
        added.delete(key);
        added.set(key, entry);
      }
      for (const key of added.keys()) {
        if (added.size <= capacity) break;
        added.delete(key);
      }
      return claimOf(new Map(keys.map((key) => [key, entry])));
    },
    oldest: (limit) => claimOf(new Map([...added].slice(0, limit))),
    since: () => added.values().next().value?.at ?? Infinity,
  };
}
