import type { PlopGeneratorConfig } from 'node-plop';
import { modulesFrom, withModules } from '../src/selection/changed-modules.ts';
import { changeHere, type ChangeGenerator } from './change-here.ts';
import type { TextQuestion } from './question.ts';

interface Given {
  /** As a command line has it. */
  readonly module: string;
}

const question: TextQuestion<Given> = {
  type: 'input',
  name: 'module',
  message: 'Which module, with which fields?',
  default: 'invoices number:text:unique total:decimal',
  validate: (text) => text.includes(':') || 'Write NAME FIELD:TYPE[:MODIFIER]…',
};

/**
 * The generator of a module, for plop: what `plinth module` takes in one line, and its plan and apply
 * as the one action. It writes the files; installing is left to the user.
 */
export function moduleGenerator(here: ChangeGenerator): PlopGeneratorConfig {
  return {
    description: 'a domain slice: model, migration, repository, service, routes and tests',
    prompts: [question],
    actions: [
      (given) => {
        const words = (given as Given).module.trim().split(/\s+/);
        return changeHere(here, (answers) => withModules(answers, modulesFrom(words)));
      },
    ],
  };
}
