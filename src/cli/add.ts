import { PlinthError } from '../pack/error.ts';
import { withPractices } from '../selection/changed-answers.ts';
import { change, changeFlags } from './change.ts';
import type { Command } from './command.ts';
import { chosenPack } from './pack-source.ts';
import { assertRenderedBy } from '../repo/rendered-by.ts';
import { repositoryHere } from './repository-here.ts';

export const addCommand: Command = {
  name: 'add',
  summary: 'Adds practices to the repository, over your edits',
  arguments: ['PRACTICE[=OPTION]…'],
  flags: changeFlags,
  examples: ['plinth add queue', 'plinth add cache=memory-redis auth.method=oidc --dry-run'],
  async run({ positionals, flags, terminal }) {
    if (positionals.length === 0) {
      throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'add needs the name of a practice', {
        hint: 'plinth list shows them.',
      });
    }
    const repository = repositoryHere(terminal);
    const pack = await chosenPack(flags, terminal);
    assertRenderedBy(repository, pack);
    const answers = withPractices(pack, repository.answers, positionals);
    return change({ repository, pack, answers, flags, terminal });
  },
};
