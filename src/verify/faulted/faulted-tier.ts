import { checkEnvironment } from '../built/environment.ts';
import type { ProgramTier } from '../built/program-tier.ts';
import { runsVitest } from '../program/tests.ts';
import { scriptCheck } from '../built/script-check.ts';
import { allVitestTests } from '../built/vitest-check.ts';
import { serversOf } from './servers.ts';

/**
 * Every test of a program, one process a file as its own configuration has it, with real servers that are
 * killed and frozen. Nothing is used again but the result of the same program.
 */
export const faultedTier: ProgramTier = {
  machine: serversOf,
  environment: (cache) => ({ ...checkEnvironment(cache), CI: 'true' }),
  run: async (bench) => {
    const begun = performance.now();
    const check = runsVitest(bench.program.manifest)
      ? allVitestTests
      : scriptCheck('tests', 'test');
    const { commands, failures } = await check(bench, []);
    const [failure] = failures;
    const durations = { tests: Math.round(performance.now() - begun) };
    return { failure, commands, durations, ran: 1, reused: 0 };
  },
  operational: false,
  leftOut: () => ['types, lint, build and boot: the built tier looks at these'],
};
