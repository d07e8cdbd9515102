/** Invalidations that the shared tier has not confirmed yet. */
export interface Pending {
  has(key: string): boolean;
  /** @returns Call it once confirmed; a later `add` of the same key stays. */
  add(keys: readonly string[]): () => void;
  /** At most `limit` keys, the oldest first. */
  oldest(limit: number): readonly string[];
}

/** @param capacity - Beyond it the oldest is given up: that key may be stale for one lifetime. */
export function createPending(capacity: number): Pending {
  const claims = new Map<string, symbol>();
  return {
    has: (key) => claims.has(key),
    add(keys) {
      const claim = Symbol('claim');
      for (const key of keys) {
        claims.delete(key);
        claims.set(key, claim);
      }
      for (const key of claims.keys()) {
        if (claims.size <= capacity) break;
        claims.delete(key);
      }
      return () => {
        for (const key of keys) if (claims.get(key) === claim) claims.delete(key);
      };
    },
    oldest: (limit) => [...claims.keys()].slice(0, limit),
  };
}
