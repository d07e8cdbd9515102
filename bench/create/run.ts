/**
 * What creating costs, beside what people use instead: `node bench/create/run.ts` on a quiet machine.
 * Exits with 1 when a ratio is over its limit.
 */
import { join } from 'node:path';
import { buildDist } from '../../build/dist.ts';
import { loadPack } from '../../src/pack/load.ts';
import { inScratchFolder, parents } from './scratch.ts';
import { median, measure, type Cost } from './measure.ts';
import { randomSelections } from './random-selections.ts';

const root = join(import.meta.dirname, '../..');
const rounds = 21;
const selections = 20;
const seed = 20261122;

/** Upper limits of our cost divided by the other's. */
const limits = { create: 1.5, version: 1.7 } as const;

interface Ratio {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

for (const parent of parents()) {
  console.log(`in ${parent}`);
  await inScratchFolder(parent, compare);
}

async function compare(scratch: string): Promise<void> {
  const dist = join(scratch, 'dist');
  await buildDist(dist);
  const bin = join(dist, 'bin.cjs');
  const vite = join(root, 'node_modules/create-vite/index.js');
  const quiet = ['--no-install', '--no-git', '--yes'];
  const create = (flags: readonly string[]) => [bin, 'create', 'out', ...flags, ...quiet];
  const scaffold = [vite, 'out', '--template', 'react-ts', '--no-interactive'];
  const picks = randomSelections(loadPack(join(root, 'templates')), selections, seed);
  const costs = await measure(
    {
      vite: scaffold,
      everything: create(['--preset', 'everything']),
      node: ['-e', '0'],
      version: [bin, '--version'],
    },
    { cwd: scratch, rounds },
  );
  const others = Object.fromEntries(
    picks.map((text, index) => [`random ${index + 1}`, create(['--with', text])]),
  );
  // Create-vite is measured again, in the same minute.
  const later = await measure({ again: scaffold, ...others }, { cwd: scratch, rounds: 5 });
  const { again, ...random } = later;

  for (const [name, cost] of Object.entries({ ...costs, ...random })) print(name, cost);
  const middle = (kind: 'wallMs' | 'cpuMs') =>
    median(Object.values<Cost>(random).map((cost) => cost[kind]));
  const { vite: theirs, everything, version, node } = costs;
  const most = limits.create;
  report([
    ratio('create everything ÷ create-vite, wall', everything.wallMs, theirs.wallMs, most),
    ratio('create everything ÷ create-vite, CPU', everything.cpuMs, theirs.cpuMs, most),
    ratio('create 20 random ÷ create-vite, wall', middle('wallMs'), again.wallMs, most),
    ratio('create 20 random ÷ create-vite, CPU', middle('cpuMs'), again.cpuMs, most),
    ratio('--version ÷ node -e 0, CPU', version.cpuMs, node.cpuMs, limits.version),
  ]);
}

function ratio(what: string, ours: number, theirs: number, limit: number): Ratio {
  return { what, value: ours / theirs, limit };
}

function print(name: string, { wallMs, cpuMs, files }: Cost): void {
  console.log(
    `${name.padEnd(12)} wall ${wallMs.toFixed(0).padStart(4)} ms   CPU ${cpuMs.toFixed(0).padStart(4)} ms   ${files} files`,
  );
}

function report(ratios: readonly Ratio[]): void {
  for (const { what, value, limit } of ratios) {
    console.log(`${what}: ${value.toFixed(2)} (at most ${limit}) ${value > limit ? 'OVER' : 'ok'}`);
    if (value > limit) process.exitCode = 1;
  }
}
