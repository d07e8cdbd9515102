import { resolve } from 'node:path';
import type { Pack } from '../pack/pack.ts';
import { builtInFolder, builtInPack } from './built-in-pack.ts';
import type { FlagSpec, Flags } from './flags.ts';
import { lastOf } from './flags.ts';

export const packFlag: FlagSpec = {
  summary: 'a folder with a pack of your own, not the built-in one',
  value: 'DIR',
};

/**
 * The pack that a command works with.
 *
 * @throws PlinthError one of `PLINTH_PACK_*` or `PLINTH_TEMPLATE_INVALID`
 */
export async function chosenPack(flags: Flags, cwd: string): Promise<Pack> {
  const dir = lastOf(flags, 'pack');
  if (dir === undefined) return builtInPack();
  const { loadPack } = await import('../pack/load.ts');
  return loadPack(resolve(cwd, dir));
}

/** Where the chosen pack stands; `undefined` for the one that is compiled into the engine. */
export function packFolder(flags: Flags, cwd: string): string | undefined {
  const dir = lastOf(flags, 'pack');
  return dir === undefined ? builtInFolder : resolve(cwd, dir);
}
