import type { PlopGeneratorConfig } from 'node-plop';
import type { Pack } from '../src/pack/pack.ts';
import { recoverAt } from '../src/repo/apply.ts';
import { realFileSystem } from '../src/repo/file-system.ts';
import { findRepository, openRepository } from '../src/repo/open-repository.ts';
import { refuseUnfinished } from '../src/repo/pending.ts';
import { planChange } from '../src/repo/plan-change.ts';
import { assertCommitted, writeChange } from '../src/repo/write-change.ts';
import { withPractices } from '../src/selection/changed-answers.ts';
import { offeredByGroup } from '../src/selection/groups.ts';
import type { ListQuestion } from './question.ts';

export interface PracticeGenerator {
  readonly pack: Pack;
  /** The engine's version. */
  readonly engine: string;
  /** A directory inside the repository. */
  readonly cwd: string;
}

interface Given {
  readonly practices: readonly string[];
}

/**
 * The generator that adds practices to a repository, for plop: the plan and apply of `plinth add` as the
 * one action. It writes the files; installing is left to the user.
 */
export function practiceGenerator({ pack, engine, cwd }: PracticeGenerator): PlopGeneratorConfig {
  return {
    description: 'practices added to the service that you stand in',
    prompts: [practicesQuestion(pack)],
    actions: [
      async (given) => {
        const root = findRepository(realFileSystem, cwd.replaceAll('\\', '/'));
        recoverAt(realFileSystem, root, Date.now());
        const repository = openRepository(realFileSystem, root);
        await refuseUnfinished(repository);
        const answers = withPractices(pack, repository.answers, (given as Given).practices);
        const planned = await planChange(repository, pack, answers, engine);
        assertCommitted(planned);
        const { written } = writeChange(repository, planned);
        return `${root}: ${String(written.length)} files`;
      },
    ],
  };
}

function practicesQuestion(pack: Pack): ListQuestion<Given> {
  const offered = [...offeredByGroup(pack).values()].flat();
  return {
    type: 'checkbox',
    name: 'practices',
    message: 'Which practices?',
    choices: offered.map(({ id, title, summary }) => ({
      name: title,
      value: id,
      description: summary,
    })),
    loop: false,
  };
}
