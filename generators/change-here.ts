import type { Pack } from '../src/pack/pack.ts';
import { recoverAt } from '../src/repo/apply.ts';
import { realFileSystem } from '../src/repo/file-system.ts';
import { findRepository, openRepository } from '../src/repo/open-repository.ts';
import { refuseUnfinished } from '../src/repo/pending.ts';
import { planChange } from '../src/repo/plan-change.ts';
import { assertRenderedBy } from '../src/repo/rendered-by.ts';
import { assertCommitted, writeChange } from '../src/repo/write-change.ts';
import type { Answers } from '../src/selection/answers.ts';

/** What a generator needs that changes a repository. */
export interface ChangeGenerator {
  readonly pack: Pack;
  /** The engine's version. */
  readonly engine: string;
  /** A directory inside the repository. */
  readonly cwd: string;
}

/**
 * Changes the repository that the user stands in, by the plan and apply of the command line.
 *
 * @param change - turns the answers of that repository into those that are wanted
 * @returns what was done, for plop to print
 * @throws PlinthError whatever the command line would
 */
export async function changeHere(
  { pack, engine, cwd }: ChangeGenerator,
  change: (answers: Answers) => Answers,
): Promise<string> {
  const root = findRepository(realFileSystem, cwd.replaceAll('\\', '/'));
  recoverAt(realFileSystem, root, Date.now());
  const repository = openRepository(realFileSystem, root);
  assertRenderedBy(repository, pack);
  await refuseUnfinished(repository);
  const planned = await planChange(repository, pack, change(repository.answers), engine);
  assertCommitted(planned);
  const { written } = writeChange(repository, planned);
  return `${root}: ${String(written.length)} files`;
}
