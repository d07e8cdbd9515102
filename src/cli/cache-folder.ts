import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Terminal } from './terminal.ts';

/**
 * Where Plinth keeps what it can make again: the folder that `PLINTH_CACHE` names, or else one of its own
 * where the user's programs keep such things.
 *
 * @param kind - what is kept
 */
export function cacheFolder(
  { env, cwd }: Pick<Terminal, 'env' | 'cwd'>,
  kind: 'packs' | 'verify',
): string {
  const own = env['PLINTH_CACHE'];
  if (own !== undefined && own !== '') return join(resolve(cwd, own), kind);
  const shared = env['XDG_CACHE_HOME'];
  const home = shared === undefined || shared === '' ? join(homedir(), '.cache') : shared;
  return join(home, 'plinth', kind);
}
