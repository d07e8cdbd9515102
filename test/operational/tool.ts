import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** Where a program of the machine is, undefined when it is not on the PATH. */
export function findTool(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A `describe` for tests that need programs which npm does not have. Without them it is skipped, and
 * its name says why; in CI, where nothing may be skipped unseen, its tests run, and fail.
 */
export function describeWith(
  ...tools: readonly string[]
): (name: string, tests: () => void) => void {
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  return (name, tests) => {
    if (missing.length === 0 || process.env['CI'] === 'true') describe(name, tests);
    else describe.skip(`${name} (skipped: no ${missing.join(' and no ')} on this machine)`, tests);
  };
}
