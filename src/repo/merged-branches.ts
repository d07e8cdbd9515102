import { resolve as resolvePath } from 'node:path';
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { render } from '../render/render.ts';
import type { Answers } from '../selection/answers.ts';
import { resolve } from '../selection/resolve.ts';
import type { Before } from './changes.ts';
import { commitFiles } from './commit-files.ts';
import { fileState } from './file-state.ts';
import type { FileSystem } from './file-system.ts';
import { otherHeads, type RunGit } from './git.ts';
import { openRepository, type Repository } from './open-repository.ts';
import { answersOf, parsePlinthJson } from './parse-record.ts';
import { isRecord } from './records.ts';

/** Two branches that git has merged, or is about to, and what they come from. */
export interface MergedBranches {
  readonly fs: FileSystem;
  readonly root: string;
  /** plinth.json and plinth.lock as they stand, by path, however git has left them. */
  readonly read: ReadonlyMap<string, Before>;
  /** What the resolved plinth.json asks for. */
  readonly answers: Answers;
  readonly pack: { readonly id: string };
  /** The common ancestor, the branch that is stood on, and the other one. */
  readonly sides: {
    readonly base: Repository;
    readonly ours: Repository;
    readonly theirs: Repository;
  };
  /** What git itself would have made of the two. */
  readonly byGit: FileSystem;
}

/**
 * Finds out whether the worktree is the merge of two branches whose records nobody can have put together:
 * while git merges, picks or rebases, or after a merge was committed as it was.
 *
 * @param git - for `root`
 * @returns `undefined` when there is no such merge
 * @throws PlinthError `PLINTH_RECORD_*` when plinth.json is not resolved, `PLINTH_UNRESOLVED` when the
 * ancestor of the two cannot be told
 */
export async function mergedBranches(
  fs: FileSystem,
  root: string,
  git: RunGit,
  pack: Pack,
): Promise<MergedBranches | undefined> {
  const commits = await commitsOf(fs, root, git, pack);
  if (!commits) return undefined;
  const read = new Map(
    ['plinth.json', 'plinth.lock'].flatMap((name): readonly (readonly [string, Before])[] => {
      const state = fileState(fs, `${root}/${name}`);
      return state ? [[name, state]] : [];
    }),
  );
  const record = parsePlinthJson(fs.readFile(`${root}/plinth.json`));
  const [base, ours, theirs] = await Promise.all(
    [commits.base, commits.ours, commits.theirs].map((commit) => openAt(git, commit, root)),
  );
  if (!base || !ours || !theirs) {
    throw new PlinthError('PLINTH_UNRESOLVED', 'one of the merged commits is not of Plinth', {
      hint: 'Finish the merge in git, take plinth.lock and .plinth from one side, and run plinth apply.',
    });
  }
  const byGit = await commitFiles(git, await automaticMerge(git, commits), root, () => true);
  return {
    fs,
    root,
    read,
    answers: answersOf(record),
    pack: record.pack,
    sides: { base, ours, theirs },
    byGit,
  };
}

interface Commits {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

async function commitsOf(
  fs: FileSystem,
  root: string,
  git: RunGit,
  pack: Pack,
): Promise<Commits | undefined> {
  for (const head of otherHeads) {
    const theirs = await commitNamed(git, head);
    const ours = await commitNamed(git, 'HEAD');
    if (theirs === undefined || ours === undefined) continue;
    if (head === 'REBASE_HEAD' && (await isStoppedToEdit(fs, root, git))) continue;
    if (head === 'MERGE_HEAD') return { base: await mergeBase(git, ours, theirs), ours, theirs };
    const before = await commitNamed(git, `${theirs}^`);
    if (before === undefined) continue;
    return head === 'REVERT_HEAD'
      ? { base: theirs, ours, theirs: before }
      : { base: before, ours, theirs };
  }
  const [ours, theirs] = [await commitNamed(git, 'HEAD^1'), await commitNamed(git, 'HEAD^2')];
  if (ours === undefined || theirs === undefined) return undefined;
  if (isConsistent(fs, root, pack)) return undefined;
  const head = await commitFiles(git, 'HEAD', root, isRecord);
  if (isConsistent(head, root, pack)) return undefined;
  return { base: await mergeBase(git, ours, theirs), ours, theirs };
}

/** Whether a rebase has made its commit and waits for somebody to change it: there is nothing to merge. */
async function isStoppedToEdit(fs: FileSystem, root: string, git: RunGit): Promise<boolean> {
  const { output } = await git(['rev-parse', '--git-path', 'rebase-merge/amend']);
  return fs.look(resolvePath(root, firstLine(output))) !== undefined;
}

/**
 * The tree that git makes of the two by itself, with its marks where it finds conflicts; `ours` where it
 * cannot say (before git 2.38).
 */
async function automaticMerge(git: RunGit, commits: Commits): Promise<string> {
  const { base, ours, theirs } = commits;
  // What is picked does not come from where the branches part: for git to start from it, it is the parent.
  const sides =
    (await mergeBase(git, ours, theirs)) === base
      ? [ours, theirs]
      : await Promise.all([ours, theirs].map((commit) => childOf(git, base, commit)));
  const { output } = await git(['merge-tree', '--write-tree', ...sides]);
  const tree = firstLine(output);
  return tree === '' ? ours : tree;
}

/** A commit that nothing points to, of the same files as another one, and with one parent. */
async function childOf(git: RunGit, parent: string, like: string): Promise<string> {
  const author = ['-c', 'user.name=plinth', '-c', 'user.email=plinth@localhost'];
  const message = ['-p', parent, '-m', 'As picked'];
  const { output } = await git([...author, 'commit-tree', `${like}^{tree}`, ...message]);
  return firstLine(output);
}

async function mergeBase(git: RunGit, ours: string, theirs: string): Promise<string> {
  const { output } = await git(['merge-base', ours, theirs]);
  return firstLine(output);
}

/** Whether plinth.lock is what plinth.json renders to. */
function isConsistent(fs: FileSystem, root: string, pack: Pack): boolean {
  try {
    const { answers, base, renderedBy } = openRepository(fs, root);
    const { files } = render(pack, resolve(pack, answers), renderedBy.engine);
    const same = [...base].every(([path, file]) => files.get(path)?.sha256 === file.sha256);
    return renderedBy.pack.sha256 !== pack.digest || (same && files.size === base.size);
  } catch {
    return false;
  }
}

async function openAt(git: RunGit, commit: string, root: string): Promise<Repository | undefined> {
  if (commit === '') return undefined;
  const records = await commitFiles(git, commit, root, isRecord);
  try {
    const { base, ancestors } = openRepository(records, root);
    const rendered = new Set([...base].map(([path, { at = path }]) => at));
    const gone = [...base].flatMap(([path, { at = path }]) =>
      records.look(`${root}/${at}`) ? [] : [path],
    );
    // Where somebody has moved a file to shows by its content, so by its size first.
    const sizes = new Set(gone.map((path) => ancestors().get(path)?.length));
    const wanted = (path: string, size: number): boolean =>
      isRecord(path) || rendered.has(path) || sizes.has(size);
    return openRepository(await commitFiles(git, commit, root, wanted), root);
  } catch (error) {
    if (error instanceof PlinthError && error.code === 'PLINTH_NO_REPOSITORY') return undefined;
    throw error;
  }
}

async function commitNamed(git: RunGit, name: string): Promise<string | undefined> {
  const { ok, output } = await git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  return ok ? firstLine(output) : undefined;
}

function firstLine(output: Buffer): string {
  return output.toString('utf8').split('\n')[0]?.trim() ?? '';
}
