import type { FastifyBaseLogger } from 'fastify';
import type { Cache } from '../../core/contract.ts';
import { AppError, unavailable } from '../../core/errors.ts';
import { encode } from './codec.ts';
import { before } from './deadline.ts';
import { newEntry, type Entry } from './entry.ts';
import { createFlights, type Flight } from './flights.ts';
import { deepFreeze } from './freeze.ts';
import { createMemoryTier, type Kept } from './memory-tier.ts';
import type { CacheSettings } from './settings.ts';
import type { Found, SharedTier } from './shared-tier.ts';
import { createSourceLog } from './source-log.ts';

export interface TieredCacheOptions {
  readonly settings: CacheSettings;
  readonly log: FastifyBaseLogger;
  /** Whether the caller is inside a transaction, whose view of the data is its own. */
  readonly inTransaction: () => boolean;
  readonly shared?: SharedTier | undefined;
}

/** While the source fails, each key asks it once in this time. */
const holdMs = 1_000;

/**
 * Memory, then the shared tier if there is one, then the source.
 *
 * - A key is read from the source once at a time, and for `CACHE_LOAD_TIMEOUT_MS` at most.
 * - What was read before an invalidation is never kept after it.
 * - A source that fails, or is slow, is stood in for by the last value, for `CACHE_STALE_MS`.
 *
 * @returns The port. Values are frozen.
 */
export function createTieredCache(options: TieredCacheOptions): Cache {
  const { settings, shared, inTransaction } = options;
  const memory = createMemoryTier(settings);
  const flights = createFlights();
  const source = createSourceLog(options.log);

  const isFresh = (kept: Kept, now: number) =>
    now < kept.heldUntil ||
    (now < kept.freshUntil && (shared === undefined || shared.believes(kept.readAt)));

  const forget = (keys: readonly string[]) => {
    for (const key of keys) {
      memory.forget(key);
      flights.outdate(key);
    }
  };
  shared?.listen(forget);

  const keep = (key: string, entry: Entry, bytes: number, flight: Flight) => {
    if (!flight.outdated) memory.keep(key, entry, bytes);
  };

  const store = async (
    key: string,
    entry: Entry,
    bytes: number,
    found: Found | undefined,
    flight: Flight,
  ) => {
    const current =
      shared === undefined ||
      found === undefined ||
      (await shared.write(key, entry, found.generation));
    if (current) keep(key, entry, bytes, flight);
  };

  /** The last value, if it may stand in for a source that failed with `error`. */
  const standIn = (key: string, found: Found | undefined, flight: Flight, error: unknown) => {
    if (flight.outdated || !isOutage(error)) return undefined;
    if (memory.get(key) === undefined && found?.entry !== undefined)
      memory.keep(key, found.entry, found.bytes);
    const last = memory.get(key);
    if (last === undefined || Date.now() >= last.staleUntil) return undefined;
    memory.hold(key, last, Date.now() + holdMs);
    return last;
  };

  const fetch = async <T>(key: string, load: () => Promise<T>, flight: Flight): Promise<T> => {
    const readAt = Date.now();
    const found = await shared?.read(key);
    if (found?.entry !== undefined && readAt < found.entry.freshUntil) {
      keep(key, found.entry, found.bytes, flight);
      return found.entry.value as T;
    }
    let value: T;
    try {
      value = await before(load(), settings.CACHE_LOAD_TIMEOUT_MS, tooSlow);
      source.answered();
    } catch (error) {
      const last = standIn(key, found, flight, error);
      if (last === undefined) throw error;
      source.failed(error);
      return last.value as T;
    }
    const bytes = encode(value).length;
    const entry = newEntry(deepFreeze(value), readAt, settings);
    flight.keeping = store(key, entry, bytes, found, flight);
    return value;
  };

  const readThrough = <T>(key: string, load: () => Promise<T>, last: Kept | undefined) => {
    const result = flights.join(key, (flight) => fetch(key, load, flight));
    if (last === undefined || Date.now() >= last.staleUntil) return result;
    return before(result, settings.CACHE_SOFT_TIMEOUT_MS, () => {
      const still = memory.get(key);
      // Forgotten while we waited: the last value is known to be wrong.
      if (still === undefined) return result;
      memory.hold(key, still, Date.now() + holdMs);
      return still.value as T;
    });
  };

  return {
    read<T>(key: string, load: () => Promise<T>) {
      if (inTransaction()) return load();
      const kept = memory.get(key);
      if (kept !== undefined && isFresh(kept, Date.now())) return Promise.resolve(kept.value as T);
      return readThrough(key, load, kept);
    },
    invalidate(tx, ...keys) {
      tx.afterCommit(async () => {
        forget(keys);
        await shared?.invalidate(keys);
      });
    },
  };
}

function tooSlow(): never {
  throw unavailable('The data did not arrive in time.');
}

/** A refusal (404, 422 …) is an answer, and newer than any value that we have. */
const isOutage = (error: unknown) => !(error instanceof AppError && error.status < 500);
