import type { PlopGeneratorConfig } from 'node-plop';
import type { Pack } from '../src/pack/pack.ts';
import { withPractices } from '../src/selection/changed-answers.ts';
import { offeredByGroup } from '../src/selection/groups.ts';
import { changeHere, type ChangeGenerator } from './change-here.ts';
import type { ListQuestion } from './question.ts';

interface Given {
  readonly practices: readonly string[];
}

/**
 * The generator that adds practices to a repository, for plop: the plan and apply of `plinth add` as the
 * one action. It writes the files; installing is left to the user.
 */
export function practiceGenerator(here: ChangeGenerator): PlopGeneratorConfig {
  return {
    description: 'practices added to the service that you stand in',
    prompts: [practicesQuestion(here.pack)],
    actions: [
      (given) =>
        changeHere(here, (answers) =>
          withPractices(here.pack, answers, (given as Given).practices),
        ),
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
