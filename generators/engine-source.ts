import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where a new service gets Plinth from, when not from the registry. The build of a checkout leaves a
 * tarball of the package beside the bundle; what is published has none.
 *
 * @param dist - the folder of the bundle
 * @param version - of the engine
 */
export function engineSource(dist: string, version: string): string | undefined {
  const tarball = join(dist, `create-plinth-${version}.tgz`);
  return existsSync(tarball) ? `file:${tarball}` : undefined;
}
