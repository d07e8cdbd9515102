import { homedir, userInfo } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
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
  const shared = env['XDG_CACHE_HOME'] ?? '';
  // What is no path from the root counts as not set, by the specification of that variable.
  const home = isAbsolute(shared) ? shared : join(homeFolder(), '.cache');
  return join(home, 'plinth', kind);
}

/** An empty `HOME` is none, and not the folder that the command stands in. */
function homeFolder(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}
