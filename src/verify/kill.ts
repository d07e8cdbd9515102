import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Signals a process and what it started in its group; nothing when they are gone, or somebody else's. */
export function killGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/**
 * Ends a process at once, with all that it started, in whatever groups: the servers of tests have groups of
 * their own, which outlive tests that are not asked to end.
 *
 * @param pid - leads a group; absent: it was never started
 */
export function killAll(pid: number | undefined): void {
  if (pid === undefined) return;
  for (const one of [pid, ...startedBy(pid, parents())]) killGroup(one, 'SIGKILL');
}

type Parents = readonly (readonly [pid: number, parent: number])[];

function startedBy(pid: number, all: Parents): readonly number[] {
  const children = all.flatMap(([child, parent]) => (parent === pid ? [child] : []));
  return children.flatMap((child) => [child, ...startedBy(child, all)]);
}

/** Linux tells by /proc, which small images have when they have no `ps`. */
function parents(): Parents {
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').flatMap(fromProc);
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => {
    const [pid, parent] = line.trim().split(/\s+/);
    return [Number(pid), Number(parent)];
  });
}

function fromProc(pid: string): Parents {
  try {
    // pid (name) state parent …; the name may hold spaces and parentheses.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return [[Number(pid), Number(parent)]];
  } catch {
    // It is no process, or it ended while we looked.
    return [];
  }
}
