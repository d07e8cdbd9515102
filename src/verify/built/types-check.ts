import { join } from 'node:path';
import { runProcess } from '../run-process.ts';
import type { RunCheck } from './check.ts';
import { scriptCheck } from './script-check.ts';

const timeoutMs = 600_000;
const byScript = scriptCheck('types', 'typecheck');

/**
 * Checks types by the script `typecheck`. Where that is `tsc` with a project, it is told to remember what
 * it found in the program that the folder held before: it checks what has changed, and what that affects.
 */
export const typesCheck: RunCheck = async (bench, units) => {
  const { folder, env, signal, fresh, program } = bench;
  const project = /^tsc (?:-p|--project) (\S+)$/.exec(
    program.manifest.scripts['typecheck'] ?? '',
  )?.[1];
  if (fresh || project === undefined) return byScript(bench, units);
  const tsc = join(folder, 'node_modules', '.bin', 'tsc');
  const memory = ['--incremental', '--tsBuildInfoFile', join(folder, '..', 'types.tsbuildinfo')];
  const { exitCode, output } = await runProcess(process.execPath, [tsc, '-p', project, ...memory], {
    cwd: folder,
    env,
    signal,
    timeoutMs,
  });
  const command = 'npm run typecheck';
  const failures = exitCode === 0 ? [] : [{ check: 'types' as const, command, output }];
  return { commands: [command], failures };
};
