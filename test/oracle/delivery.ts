import type { Part } from './contents.ts';

/** Pipelines and load tests. */
export const delivery: readonly Part[] = [
  {
    when: ({ ci }) => ci !== undefined,
    files: ['docs/practices/ci.md'],
    features: ['Continuous integration'],
  },
  { when: ({ ci }) => ci === 'github', files: ['.github/workflows/ci.yml'] },
  { when: ({ ci }) => ci === 'gitlab', files: ['.gitlab-ci.yml'] },
  {
    when: ({ k6 }) => k6,
    devDependencies: ['@types/k6'],
    scripts: ['load:check', 'load:load', 'load:run', 'load:smoke', 'load:soak', 'load:stress'],
    files: [
      'docs/practices/k6.md',
      'test/load/load.k6.ts',
      'test/load/smoke.k6.ts',
      'test/load/soak.k6.ts',
      'test/load/stress.k6.ts',
    ],
    features: ['Load tests'],
  },
];
