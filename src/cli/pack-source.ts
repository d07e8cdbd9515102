import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { shellWord } from '../pack/shell-word.ts';
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
 * @throws PlinthError `PLINTH_FLAG_VALUE`, one of `PLINTH_PACK_*`, or `PLINTH_TEMPLATE_INVALID`
 */
export async function chosenPack(flags: Flags, cwd: string): Promise<Pack> {
  const dir = lastOf(flags, 'pack');
  if (dir === undefined) return builtInPack();
  refuseElsewhere(dir, cwd);
  const { loadPack } = await import('../pack/load.ts');
  return loadPack(resolve(cwd, dir));
}

/** An address or an archive would be looked for as a folder of that name. */
function refuseElsewhere(dir: string, cwd: string): void {
  // A drive of Windows is one letter.
  const address = /^(?:[a-z][a-z+.-]+:|[\w.-]+@[\w.-]+:)/i.test(dir);
  const archive = /\.(?:tgz|tar|tar\.\w+|zip)$/i.test(dir);
  const folder = statSync(resolve(cwd, dir), { throwIfNoEntry: false })?.isDirectory();
  if (folder === true || !(address || archive)) return;
  throw new PlinthError('PLINTH_FLAG_VALUE', `--pack takes a folder, and ${dir} is none`, {
    hint: address
      ? 'Get it first, then name its folder: git clone --branch TAG URL pack.'
      : 'Unpack it first, then name its folder.',
  });
}

/** Where the chosen pack stands; `undefined` for the one that is compiled into the engine. */
export function packFolder(flags: Flags, cwd: string): string | undefined {
  const dir = lastOf(flags, 'pack');
  return dir === undefined ? builtInFolder : resolve(cwd, dir);
}

/** How `plinth verify` is called on the chosen pack, for whoever types it again. */
export function howCalled(flags: Flags): string {
  const own = lastOf(flags, 'pack');
  return own === undefined ? 'plinth verify' : `plinth verify --pack ${shellWord(own)}`;
}
