import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runProcess, type Ran } from '../run-process.ts';
import type { Bench } from './check.ts';

const timeoutMs = 600_000;

/**
 * Runs the service's own compiler, which remembers what it found in the program that the folder held before.
 *
 * @param project - relative to the folder
 * @param memory - absolute
 */
export async function compile(bench: Bench, project: string, memory: string): Promise<Ran> {
  const { folder, env, signal } = bench;
  const remembering = ['--incremental', '--tsBuildInfoFile', memory];
  const args = [compilerIn(folder), '-p', project, ...remembering, ...(await threadsOf(bench))];
  return runProcess(process.execPath, args, { cwd: folder, env, signal, timeoutMs });
}

/**
 * Arguments for one thread. From version 7 on, several checkers look at what they share each for itself:
 * two and a half times the processor time, where another program waits for the processor.
 */
export async function threadsOf({ folder }: Bench): Promise<readonly string[]> {
  const manifest = join(dirname(await realpath(compilerIn(folder))), '..', 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string };
  return Number.parseInt(version, 10) < 7 ? [] : ['--singleThreaded'];
}

const compilerIn = (folder: string): string => join(folder, 'node_modules', '.bin', 'tsc');
