import { join } from 'node:path';
import type { Pack } from '../pack/pack.ts';

/** Where the build puts the bundle. */
export const distFolder = join(import.meta.dirname, '../../dist');

/** Where the sources of the built-in pack are; the bundle has none. */
export const builtInFolder: string | undefined = join(import.meta.dirname, '../../templates');

/** Which build of the engine this is: none, since sources may change at any time. */
export const engineBuild = (): string | undefined => undefined;

/** The built-in pack of a checkout, from its sources. The bundle has a compiled one in its place. */
export async function builtInPack(): Promise<Pack> {
  const { loadPack } = await import('../pack/load.ts');
  return loadPack(join(import.meta.dirname, '../../templates'));
}
