import type { Command } from './command.ts';
import type { FlagSpecs } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { hanging } from './hanging.ts';

/** What `plinth --help` prints. */
export function programHelp(commands: readonly Command[]): string {
  return [
    'Creates TypeScript services with the engineering practices you choose.',
    '',
    'Usage: plinth COMMAND',
    '',
    ...columns(
      commands.map(({ name, arguments: args, summary }) => [[name, ...args].join(' '), summary]),
    ),
    '',
    'plinth COMMAND --help says more about one. plinth --version prints the version.',
  ].join('\n');
}

/** What `plinth COMMAND --help` prints. */
export function commandHelp(command: Command, invokedAs: string): string {
  const usage = [invokedAs, ...command.arguments, '[FLAGS]'].join(' ');
  return [
    hanging('', `${command.summary}.`),
    '',
    `Usage: ${usage}`,
    '',
    ...columns(flagRows({ ...command.flags, ...globalFlags })),
    ...(command.examples.length === 0 ? [] : ['', 'Examples:']),
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}

function flagRows(flags: FlagSpecs): readonly (readonly [string, string])[] {
  return Object.entries(flags).map(([name, { value, summary }]) => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    summary,
  ]);
}

/** Rows of a left column that is as wide as its widest cell; the right one is wrapped. */
function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => hanging(`  ${left.padEnd(width)}  `, right));
}
