/** Runs `plinth verify` on the tiny pack, with a cache and a ledger of the test's own. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { inject } from 'vitest';
import type { LedgerEntry } from '../../src/verify/ledger/entry.ts';
import { scratchFolder } from '../cli/plinth.ts';
import { tinyPack, writePack, type Files } from './tiny-pack.ts';

export interface Bench {
  readonly folder: string;
  /** Starts it; stderr and stdout are read when it has ended. */
  readonly start: (...flags: readonly string[]) => ReturnType<typeof command>;
  /** Changes files of the pack. */
  readonly change: (files: Files) => void;
  /** What the ledger has, in the order of writing. */
  readonly ledger: () => readonly LedgerEntry[];
}

type Environment = Readonly<Record<string, string>>;

const command = (folder: string, flags: readonly string[], env: Environment) =>
  execa(process.execPath, [join(inject('dist'), 'bin.cjs'), 'verify', '--pack', 'pack', ...flags], {
    cwd: folder,
    env: { CI: undefined, NO_COLOR: '1', PLINTH_CACHE: join(folder, 'cache'), ...env },
    stdin: 'ignore',
    reject: false,
    timeout: 120_000,
  });

/** A folder with the tiny pack in it. */
export function bench(changes: Files = {}, env: Environment = {}): Bench {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'pack'));
  writePack(join(folder, 'pack'), { ...tinyPack, ...changes });
  const ledger = join(folder, '.plinth', 'ledger.jsonl');
  return {
    folder,
    start: (...flags) => command(folder, flags, env),
    change: (files) => {
      writePack(join(folder, 'pack'), files);
    },
    ledger: () =>
      !existsSync(ledger)
        ? []
        : readFileSync(ledger, 'utf8')
            .split('\n')
            .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as LedgerEntry])),
  };
}

/** `result` of `--json` for one tier that runs programs. */
export interface TierJson {
  readonly tier: string;
  readonly covered: string;
  readonly programs: number;
  readonly combinations: number;
  readonly built: number;
  readonly known: number;
  readonly rebuilt: number;
  readonly failed: readonly {
    readonly combination: string;
    readonly failure: { readonly check: string; readonly output: string };
  }[];
}

/** The one tier that a run with `--json --tier built` is about. */
export function tierOf(stdout: string): TierJson {
  const { result } = JSON.parse(stdout) as {
    readonly result: { readonly tiers: readonly TierJson[] };
  };
  const [tier] = result.tiers;
  if (!tier) throw new Error(stdout);
  return tier;
}
