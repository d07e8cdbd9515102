import { PlinthError } from '../pack/error.ts';
import { withoutPractices } from '../selection/changed-answers.ts';
import { change, changeFlags } from './change.ts';
import type { Command } from './command.ts';
import { chosenPack } from './pack-source.ts';
import { assertRenderedBy } from './rendered-by.ts';
import { repositoryHere } from './repository-here.ts';

export const removeCommand: Command = {
  name: 'remove',
  summary: 'Removes practices from the repository; your edits and migrations stay',
  arguments: ['PRACTICE…'],
  flags: changeFlags,
  examples: ['plinth remove queue', 'plinth remove cache breaker --dry-run'],
  async run({ positionals, flags, terminal }) {
    if (positionals.length === 0) {
      throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'remove needs the name of a practice', {
        hint: 'plinth.json lists those of this service.',
      });
    }
    const repository = repositoryHere(terminal);
    const pack = await chosenPack(flags, terminal.cwd);
    assertRenderedBy(repository, pack);
    const answers = withoutPractices(pack, repository.answers, positionals);
    return change({ repository, pack, answers, flags, terminal });
  },
};
