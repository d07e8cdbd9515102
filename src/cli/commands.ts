import { PlinthError } from '../pack/error.ts';
import { didYouMean } from '../pack/suggest.ts';
import type { Command } from './command.ts';

/** Each command is loaded only when it runs. */
const loaders = {
  create: async () => (await import('./create.ts')).createCommand,
  list: async () => (await import('./list.ts')).listCommand,
  info: async () => (await import('./info.ts')).infoCommand,
  add: async () => (await import('./add.ts')).addCommand,
  remove: async () => (await import('./remove.ts')).removeCommand,
  module: async () => (await import('./module.ts')).moduleCommand,
  apply: async () => (await import('./apply.ts')).applyCommand,
  update: async () => (await import('./update.ts')).updateCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  diff: async () => (await import('./diff.ts')).diffCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  verify: async () => (await import('./verify.ts')).verifyCommand,
  matrix: async () => (await import('./matrix.ts')).matrixCommand,
} as const satisfies Readonly<Record<string, () => Promise<Command>>>;

export type CommandName = keyof typeof loaders;

/** Every command, in the order of help. */
export const commandNames: readonly CommandName[] = [
  'create',
  'list',
  'info',
  'add',
  'remove',
  'module',
  'apply',
  'update',
  'check',
  'diff',
  'explain',
  'verify',
  'matrix',
];

/** Tells whether there is a command of this name. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(loaders, name);
}

/** Loads a command and what it needs. */
export function loadCommand(name: CommandName): Promise<Command> {
  return loaders[name]();
}

/** The error for a command that does not exist. */
export function unknownCommand(name: string): PlinthError {
  return new PlinthError('PLINTH_UNKNOWN_COMMAND', `there is no command "${name}"`, {
    hint: name.startsWith('-')
      ? `Flags stand behind the command: plinth COMMAND ${name}.`
      : didYouMean(name, commandNames),
  });
}
