import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { ConfigError } from '../../core/config.ts';

/** The keys of the access tokens, by id. Several at once let a key be replaced without a sign-out. */
export interface SigningKeys {
  /** The id of the key that signs; every key verifies. */
  readonly current: string;
  readonly byId: ReadonlyMap<string, KeyObject>;
}

const minimumBytes = 32;
const idPattern = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * Reads `id:secret,id:secret`. The first key signs.
 * @throws ConfigError without the secrets: for a malformed entry, an id used twice, and a secret
 *   under 32 bytes, the size of the hash, below which HS256 can be guessed offline
 */
export function parseKeys(text: string): SigningKeys {
  const entries = text.split(',').map(parseEntry);
  const byId = new Map(entries);
  const [first] = entries;
  if (first === undefined || byId.size !== entries.length) {
    throw new ConfigError(['AUTH_JWT_KEYS uses an id twice: every key needs its own']);
  }
  return { current: first[0], byId };
}

/** One key that lives as long as the process: a restart ends every access token. */
export function ephemeralKeys(): SigningKeys {
  return {
    current: 'ephemeral',
    byId: new Map([['ephemeral', createSecretKey(randomBytes(minimumBytes))]]),
  };
}

function parseEntry(entry: string, index: number): readonly [string, KeyObject] {
  const at = entry.indexOf(':');
  const id = entry.slice(0, at).trim();
  const bytes = Buffer.from(entry.slice(at + 1).trim());
  const place = `AUTH_JWT_KEYS, key ${String(index + 1)}`;
  if (at < 1 || !idPattern.test(id)) {
    throw new ConfigError([`${place}: expected id:secret, the id of letters, digits, - and _`]);
  }
  if (bytes.length < minimumBytes) {
    throw new ConfigError([
      `${place} (${id}): the secret has ${String(bytes.length)} bytes and needs at least ${String(minimumBytes)}; make one with: openssl rand -base64 32`,
    ]);
  }
  return [id, createSecretKey(bytes)];
}
