import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../generators/run-process.ts';
import { PlinthError } from '../pack/error.ts';
import type { Answers } from '../selection/answers.ts';
import { shellWord } from '../pack/shell-word.ts';
import { prepareSteps } from './package-manager.ts';
import type { Terminal } from './terminal.ts';

/**
 * Installs the dependencies of a new service. The package manager's output is shown on stderr; it sees
 * the environment and the `.npmrc` files as they are.
 *
 * @param directory - the service
 * @param shownAs - the service as the user named it, for the next command
 * @throws PlinthError `PLINTH_INSTALL_FAILED`; the files of the service stay
 */
export async function install(
  { packageManager, node }: Pick<Answers, 'packageManager' | 'node'>,
  directory: string,
  shownAs: string,
  terminal: Terminal,
): Promise<void> {
  const { name } = packageManager;
  if (name === 'yarn') claimForYarn(directory);
  // npm warns of packages that are too new for its own Node, which is not the service's.
  const quiet = name === 'npm' && node === 'bundled' ? ['--loglevel=error'] : [];
  const args = ['install', ...quiet];
  const { ok, problem, missing } = await run(name, args, terminal, { cwd: directory, show: true });
  if (ok) return;
  const steps = [
    ...(shownAs === '.' ? [] : [`cd ${shellWord(shownAs)}`]),
    ...(missing ? prepareSteps(packageManager) : []),
    `${name} install`,
  ];
  throw new PlinthError('PLINTH_INSTALL_FAILED', `${name} install failed: ${problem}`, {
    path: shownAs,
    hint: `The files are in place. Next: ${steps.join(' && ')}`,
  });
}

/** Yarn refuses a directory below another project, unless it has a lock file of its own. */
function claimForYarn(directory: string): void {
  const lock = join(directory, 'yarn.lock');
  if (!existsSync(lock)) writeFileSync(lock, '');
}
