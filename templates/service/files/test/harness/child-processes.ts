import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** The processes that `parent` started and that still run, without their own children. */
export function childrenOf(parent: number): readonly number[] {
  return parents()
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid);
}

type Pair = readonly [pid: number, ppid: number];

/** Linux tells by /proc, which small images have when they have no `ps`. */
function parents(): readonly Pair[] {
  if (!existsSync('/proc/self/stat')) return fromPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => fromProc(name));
}

function fromProc(pid: string): readonly Pair[] {
  try {
    // pid (name) state ppid …; the name may hold spaces and parentheses.
    const [, ppid] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return [[Number(pid), Number(ppid)]];
  } catch {
    return []; // It ended while we looked.
  }
}

function fromPs(): readonly Pair[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim();
  return lines.split('\n').map((line) => {
    const [pid, ppid] = line.trim().split(/\s+/);
    return [Number(pid), Number(ppid)];
  });
}
