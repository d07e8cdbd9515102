import { PlinthError } from '../pack/error.ts';
import { sortedKeys } from '../pack/order.ts';
import type { Pack, Practice } from '../pack/pack.ts';
import { didYouMean } from '../pack/suggest.ts';
import type { Command } from './command.ts';
import { optionsOf, practiceJson, practicesOf } from './list.ts';
import { chosenPack, packFlag } from './pack-source.ts';
import type { Paint } from './terminal.ts';

export const infoCommand: Command = {
  name: 'info',
  summary: 'Says what a practice brings, and which options it has',
  arguments: ['PRACTICE'],
  flags: { pack: packFlag },
  examples: ['plinth info cache'],
  async run({ positionals, flags, terminal }) {
    const [id] = positionals;
    if (id === undefined) {
      throw new PlinthError('PLINTH_MISSING_ARGUMENT', 'info needs the name of a practice', {
        hint: 'plinth list shows them.',
      });
    }
    const practice = named(await chosenPack(flags, terminal), id);
    return { result: infoJson(practice), text: infoText(practice, terminal.paint) };
  },
};

function named(pack: Pack, id: string): Practice {
  const known = practicesOf(pack);
  const practice = known.find((candidate) => candidate.id === id);
  if (practice) return practice;
  throw new PlinthError('PLINTH_UNKNOWN_PRACTICE', `there is no practice "${id}"`, {
    hint: didYouMean(
      id,
      known.map((candidate) => candidate.id),
    ),
  });
}

/** The entry of `list --json`, with what each choice means and what the practice brings. */
function infoJson(practice: Practice) {
  const options = optionsOf(practice).map(([id, { summary, default: preferred, choices }]) => ({
    id,
    summary,
    default: preferred,
    choices: Object.entries(choices).map(([value, choice]) => ({ id: value, ...choice })),
  }));
  const { group, servers } = practice;
  return { ...practiceJson(practice), group, servers, options, ...brought(practice) };
}

/** What the practice can add to shared files, whatever its options. */
function brought({ contributions }: Practice) {
  const keys = (map: (contribution: Practice['contributions'][number]) => readonly string[]) =>
    [...new Set(contributions.flatMap(map))].sort();
  return {
    dependencies: keys((contribution) => contribution.dependencies),
    scripts: keys((contribution) => Object.keys(contribution.scripts)),
    env: keys((contribution) => Object.keys(contribution.env)),
  };
}

function infoText(practice: Practice, paint: Paint): string {
  const { dependencies, scripts, env } = brought(practice);
  const options = optionsOf(practice).flatMap(([name, option]) => [
    '',
    `${paint.bold(`${practice.id}.${name}`)}: ${option.summary}`,
    ...sortedKeys(option.choices).map(
      (choice) =>
        `  ${choice}${choice === option.default ? ' (default)' : ''}: ${option.choices[choice]?.summary ?? ''}`,
    ),
  ]);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Requires', practice.requires],
    ['Conflicts with', practice.conflicts],
    ['Needs in production', practice.servers],
    ['Dependencies', dependencies],
    ['Scripts', scripts],
    ['Variables', env],
  ];
  const facts = rows
    .filter(([, values]) => values.length > 0)
    .map(([label, values]) => `${label}: ${values.join(', ')}`);
  return [
    `${paint.bold(practice.title)} (${practice.implied ? 'comes along where it is needed' : practice.group})`,
    practice.summary,
    ...options,
    ...(facts.length === 0 ? [] : ['', ...facts]),
    ...(practice.implied ? [] : ['', `Choose it: plinth create DIR --with ${exampleOf(practice)}`]),
  ].join('\n');
}

function exampleOf(practice: Practice): string {
  const options = optionsOf(practice);
  const [first] = options;
  if (!first) return practice.id;
  const [name, option] = first;
  const other = sortedKeys(option.choices).find((choice) => choice !== option.default);
  const value = other ?? option.default;
  return options.length === 1 ? `${practice.id}=${value}` : `${practice.id}.${name}=${value}`;
}
