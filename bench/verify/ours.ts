/** The same as bare.sh by Plinth: `node ours.ts CACHE COMBINATION…`, from rendering on. */
import { builtInPack } from '../../src/cli/built-in-pack.ts';
import { version } from '../../src/cli/version.ts';
import { parseCombinationId } from '../../src/selection/space.ts';
import { builtTier } from '../../src/verify/built/built-tier.ts';
import { knownResults } from '../../src/verify/built/known-results.ts';
import { runChecks } from '../../src/verify/built/run-checks.ts';
import { verifyBuilt } from '../../src/verify/built/verify-built.ts';

const [cache = '', ...ids] = process.argv.slice(2);
const pack = await builtInPack();
const skipped = new Set(['lint', 'boot']);
const report = await verifyBuilt(pack, {
  tier: {
    ...builtTier,
    operational: false,
    // Each program by itself, as the script has it.
    run: (bench) => {
      const units = bench.program.units.filter(({ check }) => !skipped.has(check));
      const program = { ...bench.program, units };
      const nothing = () => Promise.resolve({ commands: [], failures: [] });
      return runChecks({ ...bench, program }, knownResults(), nothing);
    },
  },
  engine: version,
  combinations: ids.map((id) => parseCombinationId(pack, id)),
  jobs: 1,
  cache,
  passed: () => false,
  seed: 1,
});
if (report.failed.length > 0) throw new Error(JSON.stringify(report.failed[0]));
