import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { Answers } from '../selection/answers.ts';
import { withoutPractices } from '../selection/changed-answers.ts';
import { withoutModules } from '../selection/changed-modules.ts';
import { change, changeFlags } from './change.ts';
import type { Command } from './command.ts';
import { chosenPack } from './pack-source.ts';
import { assertRenderedBy } from '../repo/rendered-by.ts';
import { repositoryHere } from './repository-here.ts';

export const removeCommand: Command = {
  name: 'remove',
  summary: 'Removes practices, or modules, from the repository; your edits and migrations stay',
  arguments: ['PRACTICE… | module NAME…'],
  flags: changeFlags,
  examples: [
    'plinth remove queue',
    'plinth remove cache breaker --dry-run',
    'plinth remove module invoices',
  ],
  async run({ positionals, flags, terminal }) {
    if (positionals.length === 0) {
      throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'remove needs the name of a practice', {
        hint: 'plinth.json lists those of this service.',
      });
    }
    const repository = repositoryHere(terminal);
    const pack = await chosenPack(flags, terminal);
    assertRenderedBy(repository, pack);
    const answers = without(pack, repository.answers, positionals);
    return change({ repository, pack, answers, flags, terminal });
  },
};

/** `module` is no practice's name: what follows it are modules. */
function without(pack: Pack, answers: Answers, words: readonly string[]): Answers {
  const [kind, ...names] = words;
  if (kind !== 'module') return withoutPractices(pack, answers, words);
  if (names.length > 0) return withoutModules(pack, answers, names);
  throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'remove module needs the name of a module', {
    hint: 'plinth.json lists those of this service.',
  });
}
