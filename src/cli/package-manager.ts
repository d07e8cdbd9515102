import { PlinthError } from '../pack/error.ts';
import {
  packageManagers,
  type PackageManager,
  type PackageManagerName,
} from '../selection/answers.ts';
import { didYouMean } from '../pack/suggest.ts';
import type { Terminal } from './terminal.ts';

/**
 * The package manager that started this process, by the user agent that each of them sets:
 * `pnpm/12.21.0 npm/? node/v24.21.0 linux x64`. Without one it is npm.
 */
export function callingPackageManager(env: Terminal['env']): PackageManager {
  const [, name = '', version] = /^([a-z]+)\/(\S+)/.exec(env['npm_config_user_agent'] ?? '') ?? [];
  return isPackageManager(name) ? { name, version } : { name: 'npm' };
}

/**
 * The package manager that `--pm` names.
 *
 * @throws PlinthError `PLINTH_FLAG_VALUE` when there is no such manager
 */
export function packageManagerNamed(name: string): PackageManagerName {
  if (isPackageManager(name)) return name;
  throw new PlinthError('PLINTH_FLAG_VALUE', `--pm does not know "${name}"`, {
    hint: didYouMean(name, packageManagers),
  });
}

/**
 * Adds the version that the service will pin. A service of npm pins none; for the others the running
 * one tells it, or the machine's is asked.
 *
 * @returns without a version when the machine has no such package manager
 */
export async function withVersion(
  name: PackageManagerName,
  terminal: Terminal,
): Promise<PackageManager> {
  if (name === 'npm') return { name };
  const calling = callingPackageManager(terminal.env);
  if (calling.name === name && calling.version !== undefined) return calling;
  const { installedVersion } = await import('./run-process.ts');
  const version = await installedVersion(name, terminal);
  return version === undefined ? { name } : { name, version };
}

function isPackageManager(name: string): name is PackageManagerName {
  return packageManagers.some((known) => known === name);
}
