import validate from 'validate-npm-package-name';
import { PlinthError } from '../pack/error.ts';

/**
 * Says what npm has against a name for a new package.
 *
 * @returns one sentence, or `undefined` when the name is good
 */
export function nameProblem(name: string): string | undefined {
  const { validForNewPackages, errors = [], warnings = [] } = validate(name);
  return validForNewPackages ? undefined : [...errors, ...warnings].join(', ');
}

/**
 * Refuses a name that npm would refuse.
 *
 * @throws PlinthError `PLINTH_NAME_INVALID`
 */
export function assertServiceName(name: string): void {
  const problem = nameProblem(name);
  if (problem === undefined) return;
  throw new PlinthError('PLINTH_NAME_INVALID', `npm refuses the name "${name}": ${problem}`, {
    hint: 'The name is that of the directory: choose one in lower case, such as my-service.',
  });
}
