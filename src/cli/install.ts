import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../generators/machine.ts';
import { oldestMajor, withVersion } from '../../generators/package-manager.ts';
import { run } from '../../generators/run-process.ts';
import { PlinthError } from '../pack/error.ts';
import type { Answers, PackageManager, PackageManagerName } from '../selection/answers.ts';
import { shellWord } from '../pack/shell-word.ts';
import { Interrupted } from './failure.ts';
import { interruptible } from './interruptible.ts';
import { prepareSteps } from './package-manager.ts';
import type { Terminal } from './terminal.ts';

/**
 * Installs the dependencies of a new service. The package manager's output is shown on stderr; it sees
 * the environment and the `.npmrc` files as they are.
 *
 * @param directory - the service
 * @param shownAs - the service as the user named it, for the next command
 * @throws PlinthError `PLINTH_INSTALL_FAILED`, or Interrupted; the files of the service stay
 */
export async function install(
  { packageManager, node }: Pick<Answers, 'packageManager' | 'node'>,
  directory: string,
  shownAs: string,
  terminal: Terminal,
): Promise<void> {
  const { name } = packageManager;
  if (name === 'yarn') claimForYarn(directory);
  const args = ['install', ...(name === 'npm' ? npmFlags(node) : [])];
  const next = (...before: readonly string[]): string => {
    const there = shownAs === '.' ? [] : [`cd ${shellWord(shownAs)}`];
    return `The files are in place. Next: ${[...there, ...before, `${name} install`].join(' && ')}`;
  };
  const running = interruptible(
    async (signal) =>
      (await isTooOld(packageManager, { ...terminal, cwd: directory }))
        ? { ok: false, problem: tooOld(name), missing: true }
        : run(name, args, terminal, { cwd: directory, show: true, signal }),
    ({ ok }) => !ok,
  );
  const { ok, problem, missing } = await running.catch((error: unknown) => {
    if (error instanceof Interrupted) terminal.progress(next());
    throw error;
  });
  if (ok) return;
  throw new PlinthError('PLINTH_INSTALL_FAILED', `${name} install failed: ${problem}`, {
    path: shownAs,
    hint: next(...(missing ? prepareSteps(packageManager) : [])),
  });
}

function npmFlags(node: Answers['node']): readonly string[] {
  return [
    // Where NODE_ENV is production it would leave out what builds and tests a service.
    '--include=dev',
    // It warns of packages that are too new for its own Node, which is not the service's.
    ...(node === 'bundled' ? ['--loglevel=error'] : []),
  ];
}

/** One that package.json pins comes by itself. */
async function isTooOld({ name, version }: PackageManager, machine: Machine): Promise<boolean> {
  if (oldestMajor[name] === undefined || version !== undefined) return false;
  return (await withVersion(name, machine)).version === undefined;
}

const tooOld = (name: PackageManagerName): string =>
  `there is no ${name} ${oldestMajor[name] ?? ''} or newer on the PATH`;

/** Yarn refuses a directory below another project, unless it has a lock file of its own. */
function claimForYarn(directory: string): void {
  const lock = join(directory, 'yarn.lock');
  if (!existsSync(lock)) writeFileSync(lock, '');
}
