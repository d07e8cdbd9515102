import { PlinthError } from '../pack/error.ts';
import type { Command, Outcome } from './command.ts';
import { commandNames, isCommandName, loadCommand, unknownCommand } from './commands.ts';
import { parseFlags } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import { commandHelp, programHelp } from './help.ts';
import { asPlinthError, exitCodeOf, Interrupted } from './failure.ts';
import { failureJson, failureText, successJson } from './report.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** The two programs of the package: one runs every command, the other only `create`. */
export type Program = 'plinth' | 'create-plinth';

/**
 * Runs a command line, reports on stdout and stderr, and sets the exit code of the process.
 *
 * @param program - the program that was started
 * @param args - what stands behind its name
 */
export async function main(program: Program, args: readonly string[]): Promise<void> {
  const terminal = processTerminal();
  const json = args.includes('--json');
  const line = program === 'plinth' ? commandFirst(args) : args;
  const name = program === 'create-plinth' ? 'create' : nameOf(line);
  try {
    const outcome = await dispatch(program, line, terminal);
    process.exitCode = outcome.exitCode ?? 0;
    terminal.out(json ? successJson(name, outcome.result) : `${outcome.text}\n`);
  } catch (thrown) {
    process.exitCode = exitCodeOf(thrown);
    if (thrown instanceof Interrupted) return;
    const error = asPlinthError(thrown);
    if (json) terminal.out(failureJson(name, error));
    else terminal.progress(failureText(error));
  }
}

/** `--json` may stand before the command too: what a script puts before every line of its own. */
function commandFirst(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => arg !== '--json');
  if (at === 0 || args.length === 0) return args;
  const words = at < 0 ? ['help'] : args.slice(at);
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return words.toSpliced(end, 0, '--json');
}

/** What the JSON object calls the command. */
function nameOf([first = 'help']: readonly string[]): string {
  if (first === '--help' || first === '-h') return 'help';
  return first === '--version' || first === '-v' ? 'version' : first;
}

async function dispatch(
  program: Program,
  args: readonly string[],
  terminal: Terminal,
): Promise<Outcome> {
  if (program === 'create-plinth')
    return runCommand(await loadCommand('create'), program, args, terminal);
  const [name, ...rest] = args;
  const [about] = rest;
  if (name === 'help' && about !== undefined && !about.startsWith('-'))
    return dispatch(program, [about, '--help'], terminal);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const summaries = await Promise.all(commandNames.map(loadCommand));
    return { result: { commands: commandNames }, text: programHelp(summaries) };
  }
  if (name === '--version' || name === '-v') return { result: { version }, text: version };
  if (!isCommandName(name)) throw unknownCommand(name);
  return runCommand(await loadCommand(name), `${program} ${name}`, rest, terminal);
}

async function runCommand(
  command: Command,
  invokedAs: string,
  args: readonly string[],
  terminal: Terminal,
): Promise<Outcome> {
  const { positionals, flags } = parseFlags(args, { ...command.flags, ...globalFlags });
  if (flags.has('help')) {
    const text = commandHelp(command, invokedAs);
    return { result: { help: text }, text };
  }
  if (flags.has('version')) return { result: { version }, text: version };
  const many = command.arguments.at(-1)?.endsWith('…') === true;
  const surplus = many ? undefined : positionals[command.arguments.length];
  if (surplus === undefined) return command.run({ positionals, flags, terminal });
  throw new PlinthError(
    'PLINTH_SURPLUS_ARGUMENT',
    `${invokedAs} takes ${command.arguments.join(' ') || 'no argument'}, and "${surplus}" is one too many`,
    { hint: surplusHint(command, invokedAs, positionals) },
  );
}

/** npm keeps flags for itself unless they stand behind `--`, and hands over only their values. */
function surplusHint(command: Command, invokedAs: string, positionals: readonly string[]): string {
  if (command.name !== 'create') return `See ${invokedAs} --help.`;
  const [directory = 'my-service'] = positionals;
  return `Did npm take your flags? They stand behind "--": npm create plinth@latest ${directory} -- --preset standard --yes`;
}
