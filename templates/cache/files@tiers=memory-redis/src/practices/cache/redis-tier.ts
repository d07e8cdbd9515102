import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Check } from '../../core/contract.ts';
import type { RedisStore } from '../redis/store.ts';
import { createCircuit, isRefusal } from './circuit.ts';
import { open, seal } from './envelope.ts';
import { openLink } from './link.ts';
import { message, readMessage } from './message.ts';
import { createPending, type Claim } from './pending.ts';
import type { RedisTierSettings } from './redis-settings.ts';
import { invalidateScript, writeScript } from './scripts.ts';
import type { CacheSettings } from './settings.ts';
import type { SharedTier } from './shared-tier.ts';

export interface RedisTier extends SharedTier {
  readonly check: Check;
  stop(): void;
}

const replayMs = 250;
/** For so long after a word that Redis refuses to remove something, it is not read: longer than a replay takes. */
const refusedMs = 1_000;
/** What has not been removed for longer than this is a fault, and no matter of a moment. */
const overdueMs = 1_000;
/** Keys that are removed at a time once Redis is back. */
export const replayBatch = 500;

/** The tier in Redis. While Redis is away it answers at once that it knows nothing. */
export function createRedisTier(
  store: RedisStore,
  settings: CacheSettings & RedisTierSettings,
  log: FastifyBaseLogger,
): RedisTier {
  const { client } = store;
  const self = randomUUID();
  const circuit = createCircuit(settings.CACHE_REDIS_PAUSE_MS, log);
  const pending = createPending(settings.CACHE_MAX_ENTRIES);
  /** Without a connection there is nothing to time out, and nothing to pause. */
  const ask = async <T>(task: () => Promise<T>) =>
    client.status === 'ready' ? circuit.run(task) : undefined;
  const channel = `${settings.CACHE_PREFIX}invalidated`;
  const valueKey = (key: string) => `${settings.CACHE_PREFIX}value:{${key}}`;
  const generationKey = (key: string) => `${settings.CACHE_PREFIX}generation:{${key}}`;
  const generationMs =
    settings.CACHE_TTL_MS + settings.CACHE_STALE_MS + settings.CACHE_LOAD_TIMEOUT_MS + 60_000;

  let forget: (keys: readonly string[]) => void = () => undefined;
  let refusedUntil = 0;
  const link = openLink(store.connect('fail-fast'), channel, (text) => {
    const received = readMessage(text);
    if (received === undefined || received.from === self) return;
    if (received.refused) refusedUntil = Date.now() + refusedMs;
    forget(received.keys);
  });

  const remove = async ({ keys, confirm }: Claim) => {
    const removed = await ask(() =>
      client
        .eval(
          invalidateScript,
          keys.length * 2,
          ...keys.flatMap((key) => [valueKey(key), generationKey(key)]),
          randomUUID(),
          generationMs,
          channel,
          message(self, keys, false),
        )
        .then(
          () => true,
          async (error: unknown) => {
            if (!isRefusal(error)) throw error;
            // A Redis that writes nothing passes a message on all the same.
            await client.publish(channel, message(self, keys, true));
            return false;
          },
        ),
    );
    if (removed?.value === true) confirm();
  };

  let replaying = false;
  const replay = async () => {
    const claim = pending.oldest(replayBatch);
    if (replaying || claim.keys.length === 0 || client.status !== 'ready') return;
    replaying = true;
    await remove(claim);
    replaying = false;
  };
  const replayTimer = setInterval(() => void replay(), replayMs);
  replayTimer.unref();

  return {
    async read(key) {
      // Redis still has the value that this instance, or another one, could not remove.
      if (pending.has(key)) return undefined;
      if (Date.now() < refusedUntil) return undefined;
      const readAt = Date.now();
      const answer = await ask(() => client.mget(valueKey(key), generationKey(key)));
      if (answer === undefined) return undefined;
      const [text, generation] = answer.value;
      const entry = typeof text === 'string' ? open(text, readAt) : undefined;
      return { entry, bytes: text?.length ?? 0, generation: generation ?? '' };
    },
    async write(key, entry, generation) {
      const answer = await ask(() =>
        client.eval(
          writeScript,
          2,
          valueKey(key),
          generationKey(key),
          generation,
          seal(entry),
          Math.ceil(entry.staleUntil),
        ),
      );
      return answer?.value !== 0;
    },
    invalidate: (keys) => remove(pending.add(keys)),
    listen(listener) {
      forget = listener;
    },
    believes: (readAt) =>
      readAt >= link.heardAllSince() || Date.now() - readAt < settings.CACHE_UNHEARD_TTL_MS,
    check: {
      name: 'cache-invalidation',
      critical: false,
      run() {
        if (link.heardAllSince() === Infinity) {
          return Promise.reject(new Error('no word of what other instances invalidate'));
        }
        if (Date.now() - pending.since() > overdueMs) {
          return Promise.reject(new Error('Redis does not remove what this instance invalidates'));
        }
        return Promise.resolve();
      },
    },
    stop() {
      clearInterval(replayTimer);
      link.stop();
    },
  };
}
