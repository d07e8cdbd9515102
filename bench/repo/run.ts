/**
 * What the commands that only look cost in a repository of 5,000 files, fresh and worked on, beside a
 * Node that does nothing: `node bench/repo/run.ts` on a quiet machine. Exits with 1 when one is over
 * its limit.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDist } from '../../build/dist.ts';
import { measureIn, type Cost } from '../create/measure.ts';
import { inScratchFolder } from '../create/scratch.ts';
import { largeRepository, repositoryFiles, workOn } from './repository.ts';

const rounds = 15;

/** Milliseconds that a command may take beyond `node -e 0`. */
const limitMs = 300;

await inScratchFolder(tmpdir(), async (scratch) => {
  const dist = join(scratch, 'dist');
  const root = join(scratch, 'svc');
  await buildDist(dist);
  const bin = join(dist, 'bin.cjs');
  await largeRepository(bin, root);
  report('fresh', await measureCommands(bin, root));
  await workOn(root);
  report('worked on', await measureCommands(bin, root));
});

function measureCommands(bin: string, cwd: string) {
  return measureIn(
    {
      node: ['-e', '0'],
      check: [bin, 'check'],
      diff: [bin, 'diff'],
      'add --dry-run': [bin, 'add', 'queue', 'k6', '--dry-run'],
    },
    { cwd, rounds },
  );
}

function report(state: string, { node, ...costs }: Record<string, Cost> & { node: Cost }): void {
  console.log(`${repositoryFiles} files, ${state}; node -e 0: ${node.wallMs.toFixed(0)} ms`);
  for (const [name, { wallMs, cpuMs }] of Object.entries(costs)) {
    const beyond = wallMs - node.wallMs;
    const over = beyond > limitMs;
    const cost = `+${beyond.toFixed(0).padStart(4)} ms   CPU ${cpuMs.toFixed(0).padStart(4)} ms`;
    console.log(`  ${name.padEnd(14)} ${cost} (at most +${limitMs}) ${over ? 'OVER' : 'ok'}`);
    if (over) process.exitCode = 1;
  }
}
