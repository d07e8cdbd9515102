import { checkEnvironment } from './environment.ts';
import type { ProgramTier } from './program-tier.ts';
import { runChecks } from './run-checks.ts';

/** Types, lint, build, boot and the tests that need no server: the same on every machine. */
export const builtTier: ProgramTier = {
  machine: () => Promise.resolve(''),
  environment: (cache, shared) => ({
    ...checkEnvironment(cache),
    CI: 'false',
    TEST_SERVERS: 'none',
    ...(shared === undefined ? {} : { TEST_RUN_FOLDER: shared }),
  }),
  run: runChecks,
  operational: true,
  leftOut: (pack) => [
    'tests that need real servers, and those that break them: the faulted tier runs these',
    ...(pack.practices.get(pack.base)?.boot ? [] : ['starting the build: the base says no boot']),
  ],
};
