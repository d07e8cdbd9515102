import { ConfigError } from './config.ts';
import type { Running } from './contract.ts';
import type { InstalledPractices } from './install.ts';

/** What this process does, of all that the service can do. */
export interface Roles {
  readonly api: boolean;
  /** Starters of the practices' roles, by name. */
  readonly starters: ReadonlyMap<string, () => Promise<Running>>;
}

/**
 * Picks the roles of a process.
 * @param role - `all`, `api`, or the name of a practice's role
 * @throws ConfigError that names the roles there are
 */
export function rolesOf(role: string, installed: InstalledPractices): Roles {
  const starters = new Map(
    [...installed.values()].flatMap((part) => Object.entries(part.roles ?? {})),
  );
  if (role === 'all') return { api: true, starters };
  if (role === 'api') return { api: true, starters: new Map() };
  const starter = starters.get(role);
  if (starter === undefined) {
    const known = ['all', 'api', ...starters.keys()].join(', ');
    throw new ConfigError([`ROLE must be one of ${known}, found "${role}"`]);
  }
  return { api: false, starters: new Map([[role, starter]]) };
}
