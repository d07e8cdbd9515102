import type { PlopGeneratorConfig } from 'node-plop';
import type { Pack } from '../src/pack/pack.ts';
import { recoverAt } from '../src/repo/apply.ts';
import { realFileSystem } from '../src/repo/file-system.ts';
import { findRepository, openRepository } from '../src/repo/open-repository.ts';
import { refuseUnfinished } from '../src/repo/pending.ts';
import { planChange } from '../src/repo/plan-change.ts';
import { assertCommitted, writeChange } from '../src/repo/write-change.ts';
import { modulesFrom, withModules } from '../src/selection/changed-modules.ts';
import type { TextQuestion } from './question.ts';

export interface ModuleGenerator {
  readonly pack: Pack;
  /** The engine's version. */
  readonly engine: string;
  /** A directory inside the repository. */
  readonly cwd: string;
}

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
export function moduleGenerator({ pack, engine, cwd }: ModuleGenerator): PlopGeneratorConfig {
  return {
    description: 'a domain slice: model, migration, repository, service, routes and tests',
    prompts: [question],
    actions: [
      async (given) => {
        const root = findRepository(realFileSystem, cwd.replaceAll('\\', '/'));
        recoverAt(realFileSystem, root, Date.now());
        const repository = openRepository(realFileSystem, root);
        await refuseUnfinished(repository);
        const words = (given as Given).module.trim().split(/\s+/);
        const answers = withModules(repository.answers, modulesFrom(words));
        const planned = await planChange(repository, pack, answers, engine);
        assertCommitted(planned);
        const { written } = writeChange(repository, planned);
        return `${root}: ${String(written.length)} files`;
      },
    ],
  };
}
