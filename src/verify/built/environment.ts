import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/**
 * What the checks of a program see of this machine: programs, and no variable that could change a
 * result.
 *
 * @param cache - where compiled code may be kept
 */
export function checkEnvironment(cache: string): Readonly<Record<string, string>> {
  return {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: homedir(),
    NO_COLOR: '1',
    NODE_COMPILE_CACHE: join(cache, 'compiled'),
  };
}
