/** A service made from a small pack of its own, so that a test can change either. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { smallPack, writeFiles, type Files } from '../../src/pack/testing.ts';
import { plinth, scratchFolder, type Ran } from './plinth.ts';

export interface SmallService {
  /** The service's folder. */
  readonly root: string;
  /** The pack's folder. */
  readonly pack: string;
  /** Runs a command of plinth in it, with its pack. */
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  readonly read: (path: string) => string;
  /** Writes files of the service. */
  readonly write: (files: Files) => void;
  readonly append: (path: string, text: string) => void;
  /** Writes files of the pack: its templates move on. */
  readonly changePack: (files: Files) => void;
}

/** Creates a service from {@link smallPack} with some practices; none for an empty text. */
export async function smallService(practices = 'cache=shared'): Promise<SmallService> {
  const cwd = scratchFolder();
  const pack = writeFiles(smallPack, join(cwd, 'pack'));
  const root = join(cwd, 'svc');
  const chosen = practices === '' ? ['--without', 'cache'] : ['--with', practices];
  const flags = [...chosen, '--pack', pack, '--yes', '--no-install', '--no-git'];
  expect(await plinth(['create', 'svc', ...flags], { cwd })).toMatchObject({ exitCode: 0 });
  return {
    root,
    pack,
    run: (...args) => plinth([...args, '--pack', pack], { cwd: root }),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    write: (files) => {
      for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    },
    append: (path, text) => {
      appendFileSync(join(root, path), text);
    },
    changePack: (files) => {
      writeFiles(files, pack);
    },
  };
}
