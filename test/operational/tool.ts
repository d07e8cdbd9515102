import { describe } from 'vitest';
import { findProgram } from '../../src/verify/operational/find-tool.ts';
import type { Complaints, OperationalTool } from '../../src/verify/operational/operational-tool.ts';

/** What a tool says against files. */
export async function loaded(tool: OperationalTool): Promise<Complaints> {
  const complaints = await tool.load();
  if (complaints) return complaints;
  throw new Error(`${tool.name} is not on this machine`);
}

/**
 * A `describe` for tests that need programs which npm does not have. Without them it is skipped, and
 * its name says why; in CI, where nothing may be skipped unseen, its tests run, and fail.
 */
export function describeWith(
  ...tools: readonly string[]
): (name: string, tests: () => void) => void {
  const missing = tools.filter((tool) => findProgram(tool) === undefined);
  return (name, tests) => {
    if (missing.length === 0 || process.env['CI'] === 'true') describe(name, tests);
    else describe.skip(`${name} (skipped: no ${missing.join(' and no ')} on this machine)`, tests);
  };
}
