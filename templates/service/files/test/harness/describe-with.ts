import { describe } from 'vitest';
import { findBinary } from './binaries.ts';

const binaries = { redis: 'redis-server', postgres: 'initdb' } as const;

/**
 * A `describe` for tests that start a real server. Without its program they are skipped, and their
 * name says why; in CI, where nothing may be skipped unseen, they fail instead.
 */
export function describeWith(
  ...servers: readonly (keyof typeof binaries)[]
): (name: string, tests: () => void) => void {
  const missing = servers.map((server) => binaries[server]).filter((name) => !findBinary(name));
  return (name, tests) => {
    if (missing.length === 0 || process.env['CI'] === 'true') describe(name, tests);
    else describe.skip(`${name} (skipped: no ${missing.join(' and no ')} on this machine)`, tests);
  };
}
