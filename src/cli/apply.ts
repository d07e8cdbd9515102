import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { realFileSystem } from '../repo/file-system.ts';
import { abortConflicts, resolvedRepository } from '../repo/finish-conflicts.ts';
import { gitIn } from '../repo/git.ts';
import { mergedBranches } from '../repo/merged-branches.ts';
import { isPending } from '../repo/pending.ts';
import { applyMerged } from './apply-merged.ts';
import { change, changeFlags } from './change.ts';
import type { Command, Outcome } from './command.ts';
import type { Flags } from './flags.ts';
import { chosenPack } from './pack-source.ts';
import { assertRenderedBy, assertSamePack } from '../repo/rendered-by.ts';
import { repositoryHere, rootHere } from './repository-here.ts';
import type { Terminal } from './terminal.ts';

export const applyCommand: Command = {
  name: 'apply',
  summary: 'Takes an edited plinth.json, merged branches, or resolved conflicts',
  arguments: [],
  flags: {
    abort: { summary: 'take back a run that wrote conflicts' },
    ...changeFlags,
  },
  examples: ['plinth apply --dry-run', 'plinth apply --write-conflicts', 'plinth apply --abort'],
  async run({ flags, terminal }) {
    const root = rootHere(terminal);
    if (flags.has('abort')) return abort(root, flags);
    const pack = await chosenPack(flags, terminal);
    const place = { fs: realFileSystem, root };
    const merged = isPending(place)
      ? undefined
      : await mergedBranches(realFileSystem, root, gitIn(root), pack);
    if (merged) return applyMerged(merged, pack, flags, terminal);
    return applyEdited(pack, flags, terminal);
  },
};

async function applyEdited(pack: Pack, flags: Flags, terminal: Terminal): Promise<Outcome> {
  const repository = repositoryHere(terminal);
  const { repository: settled, resolved } = await resolvedRepository(repository);
  // A run that is to be finished may have been an update.
  if (resolved.length > 0) assertSamePack(repository, pack);
  else assertRenderedBy(repository, pack);
  return change({
    repository: settled,
    pack,
    answers: repository.answers,
    flags,
    terminal,
    settles: resolved.length > 0 ? resolved.map(({ path }) => path) : undefined,
  });
}

async function abort(root: string, flags: Flags): Promise<Outcome> {
  const along = new Set(['abort', 'json', 'yes', 'pack']);
  if ([...flags.keys()].some((flag) => !along.has(flag))) {
    throw new PlinthError('PLINTH_FLAG_CONFLICT', '--abort only takes a run back', {
      hint: 'Run plinth apply --abort.',
    });
  }
  const { written, removed } = await abortConflicts(realFileSystem, root);
  return {
    result: { aborted: true, written, removed },
    text: 'Everything is as it was before the conflicts were written.',
  };
}
