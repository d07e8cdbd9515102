import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const debianPostgres = '/usr/lib/postgresql';

/**
 * Finds a program on the PATH, and those of PostgreSQL also where Debian keeps them.
 * @returns its path, `undefined` when the machine does not have it, or TEST_SERVERS=none says to do
 *   without
 */
export function findBinary(name: string): string | undefined {
  if (process.env['TEST_SERVERS'] === 'none') return undefined;
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  return [...debianFolders(), ...onPath]
    .map((folder) => join(folder, name))
    .find((path) => isExecutable(path));
}

function debianFolders(): string[] {
  try {
    const newestFirst = readdirSync(debianPostgres).sort((a, b) => Number(b) - Number(a));
    return newestFirst.map((version) => join(debianPostgres, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A user without rights, when this process is root: PostgreSQL refuses to run as root. */
export function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
