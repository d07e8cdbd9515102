import { join } from 'node:path';
import type { RunCheck } from './check.ts';
import { compile } from './compiler.ts';
import { scriptCheck } from './script-check.ts';

const byScript = scriptCheck('types', 'typecheck');

/**
 * Checks types by the script `typecheck`. Where that is `tsc` with a project, it is told to remember what
 * it found in the program that the folder held before: it checks what has changed, and what that affects.
 */
export const typesCheck: RunCheck = async (bench, units) => {
  const { folder, fresh, program } = bench;
  const project = /^tsc (?:-p|--project) (\S+)$/.exec(
    program.manifest.scripts['typecheck'] ?? '',
  )?.[1];
  if (project === undefined) return byScript(bench, units);
  const memory = fresh ? undefined : join(folder, '..', 'types.tsbuildinfo');
  const { exitCode, output } = await compile(bench, project, memory);
  const command = 'npm run typecheck';
  const failures = exitCode === 0 ? [] : [{ check: 'types' as const, command, output }];
  return { commands: [command], failures };
};
