import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import type { MergedBranches } from '../repo/merged-branches.ts';
import { planMerged } from '../repo/plan-merged.ts';
import type { Outcome } from './command.ts';
import { carryOut } from './change.ts';
import type { Flags } from './flags.ts';
import { assertOffered } from '../repo/offered.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/**
 * Puts two merged branches together by what the resolved plinth.json asks for.
 *
 * @throws PlinthError `PLINTH_OTHER_PACK`, `PLINTH_CONFLICT`, or what planning and writing throw
 */
export async function applyMerged(
  merged: MergedBranches,
  pack: Pack,
  flags: Flags,
  terminal: Terminal,
): Promise<Outcome> {
  if (merged.pack.id !== pack.id) {
    throw new PlinthError(
      'PLINTH_OTHER_PACK',
      `plinth.json asks for the pack "${merged.pack.id}", and this is "${pack.id}"`,
      { path: 'plinth.json', hint: 'Name the folder of its pack with --pack.' },
    );
  }
  assertOffered(merged, pack, 'apply');
  const { fs, root, read, answers, sides } = merged;
  const repository = { ...sides.ours, fs, root, read, answers };
  const planned = await planMerged(merged, pack, version);
  const settles = planned.plan.actions.flatMap(({ kind, path }) =>
    kind === 'conflict' ? [] : [path],
  );
  return carryOut({ repository, pack, answers, flags, terminal, settles }, planned);
}
