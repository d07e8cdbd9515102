import type { Entry } from './entry.ts';

/** What the shared tier has under a key. */
export interface Found {
  readonly entry: Entry | undefined;
  /** The size of the entry as text. */
  readonly bytes: number;
  /** Changes with every invalidation of the key; `write` must still find this one. */
  readonly generation: string;
}

/** A second tier that several instances share. None of its functions rejects, all are bounded in time. */
export interface SharedTier {
  /** @returns `undefined` when the tier cannot be asked, or must not be believed. */
  read(key: string): Promise<Found | undefined>;
  /**
   * Stores an entry if the key was not invalidated since `generation` was read.
   *
   * @returns False when it was, so that the entry must not be kept in memory either.
   */
  write(key: string, entry: Entry, generation: string): Promise<boolean>;
  /** Removes `keys` for every instance; tries again later when the tier is away. */
  invalidate(keys: readonly string[]): Promise<void>;
  /** Tells `forget` of every key that another instance invalidates. */
  listen(forget: (keys: readonly string[]) => void): void;
  /** Whether an entry that was read at `readAt` would have been forgotten if another instance had changed it. */
  believes(readAt: number): boolean;
}
