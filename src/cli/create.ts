import { planRepository, writeRepository, type PlannedRepository } from '../repo/create.ts';
import type { Command, Outcome } from './command.ts';
import { asks, createInput, type CreateInput } from './create-answers.ts';
import { serviceProof } from './create-proof.ts';
import {
  createdText,
  dryRunText,
  fileList,
  isInstallable,
  summaryText,
  type Created,
} from './create-report.ts';
import { Interrupted } from './failure.ts';
import type { Flags } from './flags.ts';
import { refuseKeptByNpm } from './kept-by-npm.ts';
import { chosenPack, packFlag } from './pack-source.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

export const createCommand: Command = {
  name: 'create',
  summary: 'Creates a service in a new or empty directory',
  arguments: ['[DIR]'],
  flags: {
    preset: { summary: 'start from a preset: minimal, standard or everything', value: 'NAME' },
    with: { summary: 'add practices: cache, cache=memory-redis, auth.method=oidc', value: 'LIST' },
    without: { summary: 'leave practices of the preset out', value: 'LIST' },
    pm: { summary: 'package manager: npm, pnpm, yarn or bun', value: 'NAME' },
    pack: packFlag,
    'no-sample': { summary: 'leave the example modules products and orders out' },
    yes: { summary: 'ask nothing: defaults for what is not given' },
    'dry-run': { summary: 'show what would be written, and write nothing' },
    'no-install': { summary: 'do not install dependencies' },
    'no-git': { summary: 'do not make a git repository' },
  },
  examples: [
    'plinth create my-service',
    'plinth create my-service --preset everything --without ci --yes',
    'plinth create my-service --with cache=memory-redis,queue=postgres --yes',
  ],
  async run({ positionals, flags, terminal }) {
    refuseKeptByNpm(createCommand.flags, positionals, terminal.env);
    const pack = await chosenPack(flags, terminal);
    const input = await createInput(pack, positionals, flags, terminal);
    const planned = planRepository({ pack, answers: input.answers, engine: version });
    if (flags.has('dry-run')) {
      return {
        result: { ...identity(input, planned), dryRun: true, files: fileList(planned) },
        text: dryRunText(input, planned),
      };
    }
    if (asks(flags, terminal)) await agree(summaryText(input, planned), terminal);
    writeRepository(planned, input.target);
    // "files to .." would be the folder above.
    const place = input.directory === '.' ? 'this folder' : input.directory;
    terminal.progress(`Wrote ${planned.tree.files.size} files to ${place}.`);
    return finish(input, planned, flags, terminal);
  },
};

/** Dependencies, then the first commit: the package manager's lock file is part of it. */
async function finish(
  input: CreateInput,
  planned: PlannedRepository,
  flags: Flags,
  terminal: Terminal,
): Promise<Outcome> {
  const { answers, directory, target } = input;
  const manager = answers.packageManager.name;
  const installed = !flags.has('no-install') && isInstallable(planned);
  if (installed) {
    const { install } = await import('./install.ts');
    terminal.progress(`Installing dependencies with ${manager}.`);
    await install(answers, target, directory, terminal);
  }
  const git = flags.has('no-git') ? { state: 'none' as const } : await commit(input, terminal);
  const files = planned.tree.files.size;
  const created: Created = { ...identity(input, planned), files, installed, git };
  return { result: created, text: createdText(created, planned, terminal) };
}

async function commit(
  { target, answers }: CreateInput,
  terminal: Terminal,
): Promise<Created['git']> {
  const { firstCommit, insideRepository } = await import('./git.ts');
  if (await insideRepository(target, terminal)) {
    return { state: 'none', reason: 'the directory is inside a git repository' };
  }
  return firstCommit(target, `Create ${answers.name} with Plinth`, terminal);
}

async function agree(summary: string, terminal: Terminal): Promise<void> {
  terminal.progress(`\n${summary}\n`);
  const { confirm } = await import('./ask.ts');
  if (!(await confirm('Create it?'))) throw new Interrupted();
}

function identity(input: CreateInput, planned: PlannedRepository) {
  const { name, requested, packageManager, node } = planned.selection;
  const proof = serviceProof(input, planned);
  return { directory: input.directory, name, practices: requested, packageManager, node, proof };
}
