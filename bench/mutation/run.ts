/**
 * Plants defects in the built-in pack, one at a time, and tells which tier of `plinth verify` catches
 * each: `npm run bench:mutation -- [--only ID]… [--tier T] [--shard I/N] [--json]`. With `--quick`,
 * types and lint are run only where they are to catch something. Exits with 1 when one
 * is missed, or is not what was declared of it.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtInFolder } from '../../src/cli/built-in-pack.ts';
import { readSources } from '../../src/pack/files.ts';
import { packFrom } from '../../src/pack/load.ts';
import { renderedChecks } from '../../src/verify/rendered/checks.ts';
import { loadTools } from '../../src/verify/rendered/tools.ts';
import { version } from '../../src/cli/version.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { asDeclared, totals, verdictLine } from './report.ts';
import { trial, type Verdict } from './trial.ts';
import { openWorkbench } from './workbench.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    tier: { type: 'string' },
    shard: { type: 'string' },
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
  },
});
const linted = values.quick === true ? 'visible mutants of the built tier' : 'every mutant';

function chosen(): readonly Mutant[] {
  const [index = 1, count = 1] = (values.shard ?? '1/1').split('/').map(Number);
  const found = mutants
    .filter(({ id }) => values.only?.includes(id) ?? true)
    .filter(({ tier }) => values.tier === undefined || tier === values.tier)
    .filter((_, position) => position % count === index - 1);
  if (found.length === 0) throw new Error('There is no such mutant.');
  return found;
}

const sources = readSources(builtInFolder ?? '');
const sound = packFrom(sources);
const checks = renderedChecks(await loadTools());
const cache = process.env['PLINTH_CACHE'] ?? join(homedir(), '.cache', 'plinth', 'verify');
const workbench = await openWorkbench(sound, cache);
const verdicts: Verdict[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void workbench.close().then(() => process.exit(130)));
}
try {
  for (const mutant of chosen()) {
    const court = { sources, sound, checks, workbench, engine: version, linted } as const;
    const verdict = await trial(court, mutant);
    verdicts.push(verdict);
    if (values.json !== true) console.log(verdictLine(verdict));
  }
} finally {
  await workbench.close();
  await checks.close();
}
console.log(values.json === true ? JSON.stringify(verdicts, null, 2) : totals(verdicts));
if (!verdicts.every(asDeclared)) process.exitCode = 1;
