import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder } from './built-in-pack.ts';
import { version } from './version.ts';

/**
 * Where a new service gets Plinth from, when not from the registry. The build of a checkout leaves a
 * tarball of the package beside the bundle; what is published has none.
 */
export function engineSource(): string | undefined {
  const tarball = join(distFolder, `create-plinth-${version}.tgz`);
  return existsSync(tarball) ? `file:${tarball}` : undefined;
}
