/**
 * What Plinth adds to the tools that it runs: `npm run bench:verify [-- PROGRAMS]`. Both sides check
 * types, build, and run the tests of the same programs, one at a time and none shared; linting and
 * booting, which a shell script cannot do alike, are left out of both. User and system time of all
 * processes, so that what else the machine does counts less.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { version } from '../../src/cli/version.ts';
import { coveringArray } from '../../src/selection/covering-array.ts';
import type { Combination } from '../../src/selection/combination.ts';
import { programFor, renderedFor } from '../../src/verify/program/programs.ts';
import { installed } from '../../src/verify/workspace/install.ts';
import { linkPackages } from '../../src/verify/workspace/linked-packages.ts';
import { slotIn } from '../../src/verify/workspace/slot.ts';

const count = Number(process.argv[2] ?? 3);
const pack = await builtInPack();
const combinations = coveringArray(pack, 2).slice(0, count);
// Not below a node_modules, where Node runs no TypeScript.
const scratch = mkdtempSync(join(tmpdir(), 'plinth-bench-verify-'));
const cache = join(scratch, 'cache');
const packages = await installed(pack, cache);

async function written(combination: Combination, number: number): Promise<string> {
  const folder = join(scratch, String(number), 'service');
  mkdirSync(folder, { recursive: true });
  const { files, manifest } = programFor(pack, combination, version);
  const tree = renderedFor(pack, combination, version);
  await slotIn(folder).hold([...tree.files.values()].filter(({ path }) => files.has(path)));
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  await linkPackages(folder, names, packages.modules ?? '');
  return folder;
}

/** Seconds of processor time that a command and all that it starts take. */
async function seconds(command: string, args: readonly string[]): Promise<number> {
  const { stderr } = await execa('bash', [
    '-c',
    'TIMEFORMAT="%U %S"; time "$@" > /dev/null',
    'time',
    command,
    ...args,
  ]);
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return user + system;
}

try {
  const folders: string[] = [];
  for (const [number, combination] of combinations.entries()) {
    folders.push(await written(combination, number));
  }
  const ids = combinations.map(({ id }) => id);
  const ours = join(import.meta.dirname, 'ours.ts');
  const plinth = await seconds(process.execPath, [ours, cache, ...ids]);
  const bare = await seconds(join(import.meta.dirname, 'bare.sh'), folders);
  const each = (all: number): string => (all / combinations.length).toFixed(1);
  process.stdout.write(
    `${combinations.length} programs, seconds of processor time a program: ` +
      `bare tools ${each(bare)}, plinth ${each(plinth)}, ${(plinth / bare).toFixed(2)} times as much\n`,
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
