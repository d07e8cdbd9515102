import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that take longer than a change can wait for. */
const nightly = process.env['PLINTH_NIGHTLY'] === '1' ? [] : ['**/*.nightly.test.ts'];

export default defineConfig({
  test: {
    globalSetup: 'test/bundle.ts',
    include: ['src/**/*.test.ts', 'generators/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...nightly],
    // Several tests start real processes; two at a time is what a small machine carries.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
