import { baseFolder } from './base-archive.ts';
import type { Change } from './changes.ts';
import { namesIn, otherHeads, type RunGit } from './git.ts';
import { changedEntries, unmergedPaths, type IndexChange } from './git-index.ts';

/** Plinth's records, as git is asked about them. */
const records = ['plinth.json', 'plinth.lock', baseFolder];

/**
 * What becomes of the index along with changes that settle conflicts. Where a commit is being made that
 * has a part in them, all of them go into it, and the records as they stand: with some of them left out
 * its records would not be of its files.
 *
 * @param settles - the paths that are in conflict no longer
 */
export async function settledIndex(
  git: RunGit,
  settles: readonly string[],
  changes: readonly Change[],
): Promise<IndexChange> {
  const settled = new Set(settles);
  const resolved = [...(await unmergedPaths(git))].filter((path) => settled.has(path));
  if (await isCommitting(git)) {
    const standsApart = ['diff', '--name-only', '--relative', '--no-ext-diff', '-z', '--'];
    const { output } = await git([...standsApart, ...records]);
    const standing = [...new Set([...resolved, ...namesIn(output)])];
    return { resolved: standing, entries: await changedEntries(git, changes) };
  }
  const resolvedHere = changes.filter(({ path }) => resolved.includes(path));
  return { resolved, entries: await changedEntries(git, resolvedHere) };
}

/** Whether git is in the middle of something, or the index has records that the last commit has not. */
async function isCommitting(git: RunGit): Promise<boolean> {
  for (const head of otherHeads) {
    if ((await git(['rev-parse', '--verify', '--quiet', head])).ok) return true;
  }
  const staged = ['diff', '--cached', '--name-only', '--no-ext-diff', 'HEAD', '--'];
  const { output } = await git([...staged, ...records]);
  return output.length > 0;
}
