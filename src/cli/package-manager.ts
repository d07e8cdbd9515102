import { isPackageManager } from '../../generators/package-manager.ts';
import { PlinthError } from '../pack/error.ts';
import { prepareCommand } from '../render/package-manager.ts';
import { didYouMean } from '../pack/suggest.ts';
import {
  packageManagers,
  type PackageManager,
  type PackageManagerName,
} from '../selection/answers.ts';

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

/** What makes a package manager available that the machine lacks; nothing for npm, which Node brings. */
export function prepareSteps(manager: PackageManager): readonly string[] {
  return [prepareCommand(manager)].filter((step) => step !== '');
}
