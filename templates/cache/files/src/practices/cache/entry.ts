import type { CacheSettings } from './settings.ts';

/** A cached value. Times are milliseconds since the epoch. */
export interface Entry {
  /** `undefined` and `null` are values too: that there is nothing is worth knowing. */
  readonly value: unknown;
  /** When the read that brought the value began. An invalidation after this makes it outdated. */
  readonly readAt: number;
  readonly freshUntil: number;
  /** Until when it may stand in for a source that fails. */
  readonly staleUntil: number;
}

/** Up to this part of a lifetime is taken off at random, so that keys filled together do not expire together. */
const jitter = 0.1;

/**
 * Dates a value that was just read.
 *
 * @param readAt - When the read began, in milliseconds since the epoch.
 * @returns An entry that is fresh for 90 to 100 % of the lifetime of its kind.
 */
export function newEntry(value: unknown, readAt: number, settings: CacheSettings): Entry {
  const nothing = value === undefined || value === null;
  const lifetime = nothing ? settings.CACHE_NEGATIVE_TTL_MS : settings.CACHE_TTL_MS;
  const freshUntil = readAt + lifetime * (1 - Math.random() * jitter);
  return { value, readAt, freshUntil, staleUntil: freshUntil + settings.CACHE_STALE_MS };
}
