import type { Redis } from 'ioredis';

/** The Redis that must keep everything may drop keys under memory pressure. */
export class EvictsError extends Error {
  override readonly name = 'EvictsError';
  constructor(policy: string) {
    super(
      `REDIS_URL: expected a Redis with maxmemory-policy noeviction, found ${policy}: it may drop jobs. ` +
        'Set maxmemory-policy to noeviction, or point REDIS_URL at another Redis.',
    );
  }
}

/**
 * Reads `maxmemory_policy` out of the answer to `INFO memory`.
 *
 * @returns The policy, `unknown` when a hosted Redis hides it.
 */
export function evictionPolicy(info: string): string {
  return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'unknown';
}

/**
 * `INFO` and not `CONFIG GET`, because hosted Redis often forbids the latter.
 *
 * @throws {@link EvictsError} when the server evicts; ioredis's error when it does not answer in time.
 */
export async function assertKeeps(client: Redis): Promise<void> {
  const policy = evictionPolicy(await client.info('memory'));
  if (policy !== 'noeviction' && policy !== 'unknown') throw new EvictsError(policy);
}
