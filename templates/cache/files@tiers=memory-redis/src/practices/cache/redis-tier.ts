import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Check } from '../../core/contract.ts';
import type { RedisStore } from '../redis/store.ts';
import { createCircuit } from './circuit.ts';
import { open, seal } from './envelope.ts';
import { openLink } from './link.ts';
import { message, readMessage } from './message.ts';
import { createPending } from './pending.ts';
import type { RedisTierSettings } from './redis-settings.ts';
import { invalidateScript, writeScript } from './scripts.ts';
import type { CacheSettings } from './settings.ts';
import type { SharedTier } from './shared-tier.ts';

export interface RedisTier extends SharedTier {
  readonly check: Check;
  stop(): void;
}

const replayMs = 250;
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
  const link = openLink(store.connect('fail-fast'), channel, (text) => {
    const received = readMessage(text);
    if (received !== undefined && received.from !== self) forget(received.keys);
  });

  const invalidate = async (keys: readonly string[]) => {
    const confirm = pending.add(keys);
    const done = await ask(() =>
      client.eval(
        invalidateScript,
        keys.length * 2,
        ...keys.flatMap((key) => [valueKey(key), generationKey(key)]),
        randomUUID(),
        generationMs,
        channel,
        message(self, keys),
      ),
    );
    if (done !== undefined) confirm();
  };

  let replaying = false;
  const replay = async () => {
    const keys = pending.oldest(replayBatch);
    if (replaying || keys.length === 0 || client.status !== 'ready') return;
    replaying = true;
    await invalidate(keys);
    replaying = false;
  };
  const replayTimer = setInterval(() => void replay(), replayMs);
  replayTimer.unref();

  return {
    async read(key) {
      // Redis still has the value that this instance could not remove.
      if (pending.has(key)) return undefined;
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
    invalidate,
    listen(listener) {
      forget = listener;
    },
    believes: (readAt) =>
      readAt >= link.heardAllSince() || Date.now() - readAt < settings.CACHE_UNHEARD_TTL_MS,
    check: {
      name: 'cache-invalidation',
      critical: false,
      run() {
        if (link.heardAllSince() !== Infinity) return Promise.resolve();
        return Promise.reject(new Error('no word of what other instances invalidate'));
      },
    },
    stop() {
      clearInterval(replayTimer);
      link.stop();
    },
  };
}
