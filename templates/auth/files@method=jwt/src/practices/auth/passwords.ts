import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import type { Credential } from './credentials.ts';
import type { Gate } from './gate.ts';

// OWASP Password Storage Cheat Sheet: argon2id (the library's default), 19 MiB, 2 passes, 1 lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * How many characters a new password has. The lower bound is for new ones only: an old rule must not
 * lock anybody out. The upper one bounds the hashing.
 */
export const passwordLength = { min: 12, max: 128 } as const;

/** Turns passwords into hashes and back into a yes or a no. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Takes as long for an account that does not exist as for one that does: who measures the answer
   * does not learn which addresses have an account.
   * @param find - called when it is this password's turn, and never for one that is refused because
   *   too many wait
   * @returns what `find` gave, if the password is its own
   */
  matching(
    find: () => Promise<Credential | undefined>,
    password: string,
  ): Promise<Credential | undefined>;
  /** Whether a hash was made with another cost than today's, and should be made anew. */
  isOutdated(stored: string): boolean;
}

/**
 * Makes the password functions.
 * @param gate - bounds how many hashes are computed at a time: each takes 19 MiB and a thread
 */
export async function createPasswords(gate: Gate): Promise<Passwords> {
  const nobody = await hash(randomBytes(32), cost);
  return {
    hash: (password) => gate(() => hash(normal(password), cost)),
    matching: (find, password) =>
      gate(async () => {
        const credential = await find();
        const same = await verify(credential?.passwordHash ?? nobody, normal(password));
        return same ? credential : undefined;
      }),
    isOutdated(stored) {
      const { memoryCost, timeCost, parallelism } = parseOptions(stored);
      return (
        memoryCost !== cost.memoryCost ||
        timeCost !== cost.timeCost ||
        parallelism !== cost.parallelism
      );
    },
  };
}

// One password, however the keyboard composes its accents.
const normal = (password: string): string => password.normalize('NFKC');
