import type { Pack } from '../pack/pack.ts';
import type { Answers } from '../selection/answers.ts';
import type { FileSystem } from './file-system.ts';
import { abortConflicts, resolvedRepository } from './finish-conflicts.ts';
import { openRepository } from './open-repository.ts';
import { planChange } from './plan-change.ts';
import { settle } from './settle.ts';
import { engine } from './testing-repository.ts';
import { writeChange } from './write-change.ts';
import { writeConflicts } from './write-conflicts.ts';

/** A pack and its next version. */
export interface Packs {
  readonly older: Pack;
  readonly newer: Pack;
}

type Command = (fs: FileSystem, root: string, packs: Packs) => Promise<unknown>;

async function changeAnswers(
  fs: FileSystem,
  root: string,
  pack: Pack,
  change: (answers: Answers) => Answers,
): Promise<void> {
  const repository = openRepository(fs, root);
  const planned = await planChange(repository, pack, change(repository.answers), engine);
  writeChange(repository, planned);
}

/** Every command that writes into a repository, by the file system that it is given. */
export const commands = {
  add: (fs, root, { older }) =>
    changeAnswers(fs, root, older, (answers) => ({ ...answers, practices: { extra: {} } })),
  remove: (fs, root, { older }) =>
    changeAnswers(fs, root, older, (answers) => ({ ...answers, practices: {} })),
  update: (fs, root, { newer }) => changeAnswers(fs, root, newer, (answers) => answers),
  conflicts: async (fs, root, { newer }) => {
    const repository = openRepository(fs, root);
    const planned = await planChange(repository, newer, repository.answers, engine);
    await writeConflicts(repository, planned);
  },
  finish: async (fs, root, { newer }) => {
    const { repository, resolved } = await resolvedRepository(openRepository(fs, root));
    const planned = await planChange(repository, newer, repository.answers, engine);
    await settle(
      repository,
      planned,
      resolved.map(({ path }) => path),
    );
  },
  abort: (fs, root) => abortConflicts(fs, root),
} as const satisfies Readonly<Record<string, Command>>;

export type WritingCommand = keyof typeof commands;

/** Whether there is a command of this name. */
export function isWritingCommand(name: string): name is WritingCommand {
  return Object.hasOwn(commands, name);
}
