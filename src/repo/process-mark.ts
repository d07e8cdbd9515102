import { hostname } from 'node:os';
import { sha256 } from '../pack/files.ts';
import type { FileSystem } from './file-system.ts';

/** No run writes files for longer; what is older was left behind, whatever its process id says. */
const longestRunMs = 10 * 60 * 1000;

/** Part of the name of a temporary folder: which process on which machine it belongs to. */
export function processMark(): string {
  return `${String(process.pid)}-${hostMark()}`;
}

/** Matches the end of a name that {@link processMark} made. */
export const markPattern = '(\\d+)-([0-9a-f]{8})';

/**
 * Whether the process that made a temporary folder is gone.
 *
 * @param fs - the file system
 * @param folder - the temporary folder
 * @param now - milliseconds since 1970
 */
export function isAbandoned(fs: FileSystem, folder: string, now: number): boolean {
  const [, pid, host] = new RegExp(`${markPattern}$`).exec(folder) ?? [];
  if (pid === undefined) return false;
  const changedAt = fs.look(folder)?.changedAt ?? 0;
  if (now - changedAt > longestRunMs) return true;
  return host === hostMark() && !isRunning(Number(pid));
}

/** A folder of this very process is left from an earlier one of the same id: this one works on none yet. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function hostMark(): string {
  return sha256(hostname()).slice(0, 8);
}
