import {
  packageManagers,
  type PackageManager,
  type PackageManagerName,
} from '../src/selection/answers.ts';
import type { Machine } from './machine.ts';

/**
 * The package manager that started this process, by the user agent that each of them sets:
 * `pnpm/12.21.0 npm/? node/v24.21.0 linux x64`. Without one it is npm.
 */
export function callingPackageManager(env: Machine['env']): PackageManager {
  const [, name = '', version] = /^([a-z]+)\/(\S+)/.exec(env['npm_config_user_agent'] ?? '') ?? [];
  return isPackageManager(name) ? { name, version } : { name: 'npm' };
}

/**
 * The oldest major versions that take a service as it is. Yarn 1 is what Corepack chooses where nothing is
 * pinned; pnpm 9 refuses a pnpm-workspace.yaml that has only settings.
 */
export const oldestMajor: Readonly<Partial<Record<PackageManagerName, number>>> = {
  pnpm: 10,
  yarn: 4,
};

/**
 * Adds the version that the service will pin. A service of npm pins none; for the others the running
 * one tells it, or the machine's is asked.
 *
 * @returns without a version when the machine has no such package manager, or too old a one
 */
export async function withVersion(
  name: PackageManagerName,
  machine: Machine,
): Promise<PackageManager> {
  if (name === 'npm') return { name };
  const calling = callingPackageManager(machine.env);
  const { installedVersion } = await import('./run-process.ts');
  const told = calling.name === name ? calling.version : undefined;
  const version = told ?? (await installedVersion(name, machine));
  const isTooOld = Number.parseInt(version ?? '', 10) < (oldestMajor[name] ?? 0);
  return version === undefined || isTooOld ? { name } : { name, version };
}

/** Tells whether there is a package manager of this name. */
export function isPackageManager(name: string): name is PackageManagerName {
  return packageManagers.some((known) => known === name);
}
