import { engineSource } from '../../generators/engine-source.ts';
import { change, changeFlags } from './change.ts';
import type { Command } from './command.ts';
import { distFolder } from './built-in-pack.ts';
import { chosenPack } from './pack-source.ts';
import { assertNotOlder, assertSamePack } from '../repo/rendered-by.ts';
import { repositoryHere } from './repository-here.ts';
import { version } from './version.ts';

export const updateCommand: Command = {
  name: 'update',
  summary: 'Takes the newer templates of this version of Plinth, over your edits',
  arguments: [],
  flags: {
    older: { summary: 'take templates that are older than what was rendered, too' },
    ...changeFlags,
  },
  examples: ['plinth update --dry-run', 'plinth update --write-conflicts'],
  async run({ flags, terminal }) {
    const repository = repositoryHere(terminal);
    const pack = await chosenPack(flags, terminal);
    assertSamePack(repository, pack);
    if (!flags.has('older')) assertNotOlder(repository, pack, version);
    // The service depends on the engine that rendered it last, from wherever that one comes.
    const answers = { ...repository.answers, engineSource: engineSource(distFolder, version) };
    return change({ repository, pack, answers, flags, terminal });
  },
};
