import { sortedKeys } from '../pack/order.ts';
import type { Option, Pack, Practice } from '../pack/pack.ts';
import { offeredByGroup } from '../selection/groups.ts';
import type { Command } from './command.ts';
import { chosenPack, packFlag } from './pack-source.ts';
import type { Paint } from './terminal.ts';

export const listCommand: Command = {
  name: 'list',
  summary: 'Lists the practices and presets on offer',
  arguments: [],
  flags: { pack: packFlag },
  examples: ['plinth list', 'plinth list --json'],
  async run({ flags, terminal }) {
    const pack = await chosenPack(flags, terminal);
    return { result: catalogue(pack), text: listText(pack, terminal.paint) };
  },
};

/** What `list --json` has for each practice, and for each preset. */
function catalogue(pack: Pack) {
  return {
    practices: practicesOf(pack).map(practiceJson),
    presets: sortedKeys(pack.presets).map((id) => ({ id, ...pack.presets[id] })),
  };
}

/** A practice as JSON has it. */
export function practiceJson(practice: Practice) {
  const { id, title, summary, implied, requires, conflicts } = practice;
  const options = optionsOf(practice).map(([name, option]) => ({
    id: name,
    default: option.default,
    choices: sortedKeys(option.choices),
  }));
  return { id, title, summary, implied, options, requires, conflicts };
}

/** Every practice but the base, which is always there. */
export function practicesOf(pack: Pack): readonly Practice[] {
  return [...pack.practices.values()].filter(({ id }) => id !== pack.base);
}

/** The options of a practice in order of name. */
export function optionsOf({ options }: Practice): readonly (readonly [string, Option])[] {
  return Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
}

function listText(pack: Pack, paint: Paint): string {
  const groups = [...offeredByGroup(pack)];
  const ids = groups.flatMap(([, practices]) => practices.map(({ id }) => id));
  const width = Math.max(...[...ids, ...Object.keys(pack.presets)].map((id) => id.length));
  const sections = groups.map(([group, practices]) => [
    paint.bold(group),
    ...practices.flatMap((practice) => practiceLines(practice, width, paint)),
    '',
  ]);
  return [
    ...sections.flat(),
    paint.bold('Presets'),
    ...Object.entries(pack.presets).map(([id, { summary }]) => `  ${id.padEnd(width)}  ${summary}`),
    '',
    'plinth info PRACTICE says more about one.',
  ].join('\n');
}

function practiceLines(practice: Practice, width: number, paint: Paint): readonly string[] {
  const indent = ' '.repeat(width + 4);
  return [
    `  ${practice.id.padEnd(width)}  ${practice.summary}`,
    ...optionsOf(practice).map(
      ([name, option]) => `${indent}${paint.dim(`${name}: ${choicesText(option)}`)}`,
    ),
  ];
}

/** `memory (default) | memory-redis`. */
function choicesText({ choices, default: preferred }: Option): string {
  return sortedKeys(choices)
    .map((choice) => (choice === preferred ? `${choice} (default)` : choice))
    .join(' | ');
}
