import { rmSync } from 'node:fs';
import type { Pack } from '../pack/pack.ts';
import type { Answers, RequestedPractices } from '../selection/answers.ts';
import type { Applied } from './apply.ts';
import { createRepository } from './create.ts';
import { realFileSystem } from './file-system.ts';
import { openRepository } from './open-repository.ts';
import { planChange, type PlannedChange } from './plan-change.ts';
import { answersFor } from './testing-answers.ts';
import { writeChange } from './write-change.ts';

/** The engine's version in tests. */
export const engine = '1.0.0';

/** Creates a repository in the place of whatever stands there. */
export function createAt(root: string, pack: Pack, practices: RequestedPractices): void {
  rmSync(root, { recursive: true, force: true });
  createRepository({ pack, answers: answersFor(practices), engine }, root);
}

/** Plans what a repository needs to have these practices. */
export function planFor(
  root: string,
  pack: Pack,
  practices: RequestedPractices,
): Promise<PlannedChange> {
  const repository = openRepository(realFileSystem, root);
  const answers: Answers = { ...repository.answers, practices };
  return planChange(repository, pack, answers, engine);
}

/** Gives a repository these practices. */
export async function changeTo(
  root: string,
  pack: Pack,
  practices: RequestedPractices,
): Promise<Applied> {
  const planned = await planFor(root, pack, practices);
  return writeChange(openRepository(realFileSystem, root), planned);
}
