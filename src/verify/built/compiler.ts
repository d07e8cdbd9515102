import { join } from 'node:path';
import { runProcess, type Ran } from '../run-process.ts';
import type { Bench } from './check.ts';

const timeoutMs = 600_000;

/**
 * Runs the service's own compiler, which remembers what it found in the program that the folder held before.
 *
 * @param project - relative to the folder
 * @param memory - absolute
 */
export function rememberingCompiler(
  { folder, env, signal }: Bench,
  project: string,
  memory: string,
): Promise<Ran> {
  const tsc = join(folder, 'node_modules', '.bin', 'tsc');
  const args = [tsc, '-p', project, '--incremental', '--tsBuildInfoFile', memory];
  return runProcess(process.execPath, args, { cwd: folder, env, signal, timeoutMs });
}
