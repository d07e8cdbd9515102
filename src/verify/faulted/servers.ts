import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';

const run = promisify(execFile);

/** Server that a manifest names → the program that tests start. */
const programs: Readonly<Record<string, string>> = { postgres: 'postgres', redis: 'redis-server' };
/** Where Debian keeps the programs of PostgreSQL, one folder a version. */
const debianPostgres = '/usr/lib/postgresql';

/**
 * The versions of the servers that a pack's practices name, as tests find them.
 *
 * @returns such as `postgres (PostgreSQL) 15.14, Redis server v=7.0.15`
 * @throws PlinthError `PLINTH_TOOL_MISSING`
 */
export async function serversOf(pack: Pack): Promise<string> {
  const named = [...pack.practices.values()].flatMap(({ servers }) => servers);
  const versions = await Promise.all([...new Set(named)].sort().map(versionOf));
  return versions.join(', ');
}

async function versionOf(server: string): Promise<string> {
  const program = programs[server] ?? server;
  const folders = [...debianFolders(), ...(process.env['PATH'] ?? '').split(delimiter)];
  for (const folder of folders) {
    try {
      const { stdout } = await run(join(folder, program), ['--version']);
      return stdout.trim().replace(/\s+(?:sha|malloc|build)=.*$/, '');
    } catch {
      continue;
    }
  }
  throw new PlinthError('PLINTH_TOOL_MISSING', `${program} is not on this machine`, {
    hint: 'The faulted tier runs tests with real servers. Install postgresql and redis-server.',
  });
}

function debianFolders(): readonly string[] {
  try {
    const newestFirst = readdirSync(debianPostgres).sort((a, b) => Number(b) - Number(a));
    return newestFirst.map((version) => join(debianPostgres, version, 'bin'));
  } catch {
    return [];
  }
}
