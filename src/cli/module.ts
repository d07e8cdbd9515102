import { PlinthError } from '../pack/error.ts';
import type { Answers, ModuleAnswers } from '../selection/answers.ts';
import { modulesFrom, withModules } from '../selection/changed-modules.ts';
import { change, changeFlags } from './change.ts';
import type { Command } from './command.ts';
import { asks } from './create-answers.ts';
import { lastOf, type Flags } from './flags.ts';
import { chosenPack } from './pack-source.ts';
import { assertRenderedBy } from '../repo/rendered-by.ts';
import { repositoryHere } from './repository-here.ts';
import type { Terminal } from './terminal.ts';

export const moduleCommand: Command = {
  name: 'module',
  summary: 'Adds a domain slice: model, migration, repository, service, routes and tests',
  arguments: ['NAME', 'FIELD:TYPE[:MODIFIER]…'],
  flags: {
    singular: { summary: 'what one is called, where the plural does not tell', value: 'WORD' },
    'public-reads': { summary: 'reading needs no credentials' },
    ...changeFlags,
  },
  examples: [
    'plinth module invoices number:text:unique total:decimal customer:users:optional:index',
    "plinth module invoices 'state:enum(draft,sent,paid):index' issuedOn:date --public-reads",
    'plinth module authors name:string best:books:optional books title:string author:authors',
  ],
  async run({ positionals, flags, terminal }) {
    const repository = repositoryHere(terminal);
    const pack = await chosenPack(flags, terminal);
    assertRenderedBy(repository, pack);
    const words = await completed(positionals, repository.answers, flags, terminal);
    const modules = modulesFrom(words);
    const answers = withModules(repository.answers, saidMore(modules, flags));
    const outcome = await change({ repository, pack, answers, flags, terminal });
    const result = { modules, ...(outcome.result as object) };
    return { ...outcome, result };
  },
};

/** What the command line says, and what is asked where it says no field. */
async function completed(
  words: readonly string[],
  { modules }: Answers,
  flags: Flags,
  terminal: Terminal,
): Promise<readonly string[]> {
  if (words.length > 1) return words;
  if (asks(flags, terminal)) {
    const { askAboutModule } = await import('./ask-module.ts');
    return askAboutModule(words[0], modules);
  }
  throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'module needs a name and a field', {
    hint: 'plinth module invoices number:text:unique total:decimal',
  });
}

/** Flags are about one module: which of several they mean would be a guess. */
function saidMore(modules: ModuleAnswers, flags: Flags): ModuleAnswers {
  const singular = lastOf(flags, 'singular');
  const reads = flags.has('public-reads') ? ('public' as const) : undefined;
  if (singular === undefined && reads === undefined) return modules;
  const [only, ...others] = Object.entries(modules);
  if (only && others.length === 0) {
    const [name, module] = only;
    return { [name]: { ...module, singular, reads } };
  }
  throw new PlinthError(
    'PLINTH_FLAG_CONFLICT',
    '--singular and --public-reads are about one module, and several are given',
    { hint: 'Add them one by one, or write them into plinth.json and run plinth apply.' },
  );
}
