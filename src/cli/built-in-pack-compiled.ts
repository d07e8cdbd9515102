import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCompiledPack } from '../pack/compiled.ts';
import type { Pack } from '../pack/pack.ts';
import { version } from './version.ts';

/** The folder of the bundle, whose chunks stand in a folder of their own. */
export const distFolder = join(import.meta.dirname, '..');

/** Its sources are not part of the bundle. */
export const builtInFolder: string | undefined = undefined;

/** Which build of the engine this is: a release, or one of a checkout, told by when it was made. */
export const engineBuild = (): string | undefined =>
  `${version}-${String(Math.trunc(statSync(join(distFolder, 'built-in.pack')).mtimeMs))}`;

/** The built-in pack as the build compiled it: one read. */
export function builtInPack(): Promise<Pack> {
  return Promise.resolve(readCompiledPack(readFileSync(join(distFolder, 'built-in.pack'))));
}
