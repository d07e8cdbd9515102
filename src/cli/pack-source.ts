import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import type { PackCache } from '../pack/cached.ts';
import type { Pack } from '../pack/pack.ts';
import { shellWord } from '../pack/shell-word.ts';
import { builtInFolder, builtInPack, engineBuild } from './built-in-pack.ts';
import { cacheFolder } from './cache-folder.ts';
import type { FlagSpec, Flags } from './flags.ts';
import { lastOf } from './flags.ts';
import type { Terminal } from './terminal.ts';

type PackCaller = Pick<Terminal, 'cwd' | 'env'>;

export const packFlag: FlagSpec = {
  summary: 'a folder with a pack of your own, not the built-in one',
  value: 'DIR',
};

/**
 * The pack that a command works with.
 *
 * @throws PlinthError `PLINTH_FLAG_VALUE`, one of `PLINTH_PACK_*`, or `PLINTH_TEMPLATE_INVALID`
 */
export async function chosenPack(flags: Flags, terminal: PackCaller): Promise<Pack> {
  const dir = lastOf(flags, 'pack');
  if (dir === undefined) return builtInPack();
  const { cwd } = terminal;
  refuseElsewhere(dir, cwd);
  const cache = packCache(terminal);
  if (cache === undefined) return (await import('../pack/load.ts')).loadPack(resolve(cwd, dir));
  return (await import('../pack/cached.ts')).loadPackCached(resolve(cwd, dir), cache);
}

function packCache(terminal: PackCaller): PackCache | undefined {
  const engine = engineBuild();
  if (engine === undefined) return undefined;
  try {
    return { folder: cacheFolder(terminal, 'packs'), engine };
  } catch {
    // A user whom the system does not know has no home.
    return undefined;
  }
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
