import { LRUCache } from 'lru-cache';
import type { Entry } from './entry.ts';
import type { CacheSettings } from './settings.ts';

/** An entry in this process. */
export interface Kept extends Entry {
  /** While the source fails, the entry answers until then without asking again. */
  readonly heldUntil: number;
}

export interface MemoryTier {
  get(key: string): Kept | undefined;
  /** @param bytes - The size of the value; one larger than the whole tier is not kept. */
  keep(key: string, entry: Entry, bytes: number): void;
  /** Lets the entry under `key` answer until `until`, unless it has been forgotten since. */
  hold(key: string, entry: Kept, until: number): void;
  forget(key: string): void;
}

/** What an entry weighs beside its key and value: the record, the map's slot and the list's links. */
const overheadBytes = 200;

/** The tier in this process: bounded in entries and in bytes, the least recently used goes first. */
export function createMemoryTier(settings: CacheSettings): MemoryTier {
  const entries = new LRUCache<string, { kept: Kept; bytes: number }>({
    max: settings.CACHE_MAX_ENTRIES,
    maxSize: settings.CACHE_MAX_BYTES,
    sizeCalculation: ({ bytes }, key) => bytes + key.length * 2 + overheadBytes,
  });
  return {
    get: (key) => entries.get(key)?.kept,
    keep(key, entry, bytes) {
      entries.set(key, { kept: { ...entry, heldUntil: 0 }, bytes });
    },
    hold(key, entry, until) {
      const slot = entries.peek(key);
      if (slot?.kept !== entry) return;
      entries.set(key, { kept: { ...entry, heldUntil: until }, bytes: slot.bytes });
    },
    forget: (key) => void entries.delete(key),
  };
}
