import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProcess, type Ran } from '../run-process.ts';
import type { Bench } from './check.ts';

const timeoutMs = 600_000;

/**
 * Runs the service's own compiler.
 *
 * @param project - relative to the folder
 * @param memory - absolute; where it keeps what it found in the program that the folder held before
 */
export async function compile(
  { folder, env, signal }: Bench,
  project: string,
  memory?: string,
): Promise<Ran> {
  const tsc = join(folder, 'node_modules', '.bin', 'tsc');
  const remembering = memory === undefined ? [] : ['--incremental', '--tsBuildInfoFile', memory];
  const args = [tsc, '-p', project, ...remembering, ...(await threadsOf(tsc))];
  return runProcess(process.execPath, args, { cwd: folder, env, signal, timeoutMs });
}

/**
 * From version 7 on, several checkers look at what they share each for itself: two and a half times the
 * processor time, where another program waits for the processor.
 */
async function threadsOf(tsc: string): Promise<readonly string[]> {
  const manifest = join(dirname(await realpath(tsc)), '..', 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string };
  return Number.parseInt(version, 10) < 7 ? [] : ['--singleThreaded'];
}
