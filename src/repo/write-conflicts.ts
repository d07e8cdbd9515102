import { sha256 } from '../pack/files.ts';
import type { Applied } from './apply.ts';
import { changesOfAction, changesOfRecords, type Change } from './changes.ts';
import { fileState } from './file-state.ts';
import type { FileSystem } from './file-system.ts';
import { gitIn } from './git.ts';
import { conflictEntries, indexEntries, withIndex, type IndexEntries } from './git-index.ts';
import { foldersOf } from './folders.ts';
import { journalOf, type JournalEntry } from './journal.ts';
import type { Repository } from './open-repository.ts';
import { pendingFile, pendingFolder } from './pending.ts';
import { pendingText, type Unresolved } from './pending-state.ts';
import type { PlannedChange } from './plan-change.ts';
import type { Action } from './plan.ts';
import { settledIndex } from './settled-index.ts';
import { recordChanges, writeChanges } from './write-change.ts';

/**
 * Writes a change with its conflicts, as git does: both sides between markers in the file, and the three
 * versions in the index of a git repository. A file that markers cannot be put into stays, and the
 * template's version is written beside it. What a conflict is about keeps its base until it is resolved.
 *
 * @param settles - the paths that are in conflict no longer, where two branches are put together
 * @throws PlinthError `PLINTH_WRITE_FAILED`, `PLINTH_BUSY`, `PLINTH_CHANGED_MEANWHILE`
 */
export async function writeConflicts(
  repository: Repository,
  planned: PlannedChange,
  settles?: readonly string[],
): Promise<Applied> {
  const { fs, root } = repository;
  const conflicts = planned.plan.actions.filter(({ kind }) => kind === 'conflict');
  const git = gitIn(root);
  const records = recordChanges(repository, planned, ({ kind }) => kind !== 'conflict');
  const standing = (path: string) => fileState(fs, `${root}/${path}`);
  const settled = [
    ...planned.plan.actions.flatMap(changesOfAction),
    ...changesOfRecords(records, standing),
  ];
  const changes = [
    ...conflicts.flatMap((action) => changesOfConflict(repository, action)),
    ...settled,
  ];
  const { resolved, entries } = settles
    ? await settledIndex(git, settles, settled)
    : { resolved: [], entries: [] };
  const stages = await conflictEntries(
    git,
    conflicts.map((action) => stagesOf(planned, action)),
  );
  const index = { resolved, entries: new Map([...entries, ...stages]) };
  const touched = [...changes, ...conflicts].map(({ path }) => path);
  // Whether it changes the records or not, what is asked for and what was rendered belong to the run.
  const recorded = ['plinth.json', 'plinth.lock'];
  const before = await indexEntries(git, [...touched, ...recorded, ...resolved]);
  const pending = pendingChanges(repository, changes, conflicts, before);
  return withIndex(git, index, () => writeChanges(repository, [...pending, ...changes]));
}

/** The name that the template's version has beside a file that it cannot be merged into. */
export function besideName(path: string): string {
  return `${path}.plinth`;
}

function changesOfConflict({ fs, root }: Repository, action: Action): readonly Change[] {
  if (action.kind !== 'conflict') return [];
  const { path, was, marked, next } = action;
  if (marked && was.kind === 'file') {
    const before = { sha256: was.sha256, mode: was.mode };
    return [{ kind: 'write', path, bytes: marked.bytes, mode: marked.mode, before }];
  }
  const beside = besideName(path);
  if (!next || fs.look(`${root}/${beside}`)) return [];
  return [{ kind: 'write', path: beside, bytes: next.bytes, mode: next.mode, before: undefined }];
}

/** What it takes to finish this run, and to take it back. */
function pendingChanges(
  { fs, root }: Repository,
  changes: readonly Change[],
  conflicts: readonly Action[],
  index: IndexEntries,
): readonly Change[] {
  const folders = foldersOf(changes.map(({ path }) => path)).filter(
    (path) => fs.look(`${root}/${path}`) === undefined,
  );
  const journal = journalOf(changes, folders, sha256);
  const entries = [...journal.entries, ...leftAlone(fs, root, changes, conflicts)];
  const unresolved = conflicts.map((action): Unresolved => {
    const { path, rendered = path, next } = action;
    return {
      path,
      rendered,
      marked:
        action.kind === 'conflict' && action.marked !== undefined && action.was.kind === 'file',
      next: next ? nextOf(next) : null,
    };
  });
  const state = pendingText({ ...journal, entries, unresolved, index });
  const file = (name: string, bytes: Uint8Array): Change => ({
    kind: 'write',
    path: `${pendingFolder}/${name}`,
    bytes,
    mode: 0o644,
    before: undefined,
  });
  return [
    file('.gitignore', Buffer.from('*\n')),
    ...entries.flatMap(({ path, before }, at) =>
      before ? [file(`old-${String(at)}`, fs.readFile(`${root}/${path}`))] : [],
    ),
    ...conflicts.flatMap(({ next }, at) => (next ? [file(`next-${String(at)}`, next.bytes)] : [])),
    { ...file('state.json', Buffer.from(state)), path: pendingFile },
  ];
}

/** Conflicts that the run leaves as they are, as a journal has them: whoever resolves them does not. */
function leftAlone(
  fs: FileSystem,
  root: string,
  changes: readonly Change[],
  conflicts: readonly Action[],
): readonly JournalEntry[] {
  const changed = new Set(changes.map(({ path }) => path));
  return conflicts.flatMap(({ path }): readonly JournalEntry[] => {
    const standing = fs.look(`${root}/${path}`);
    // Of a folder or a link there are no bytes to keep.
    if (changed.has(path) || (standing && standing.kind !== 'file')) return [];
    const before = fileState(fs, `${root}/${path}`) ?? null;
    return [{ path, before, after: before }];
  });
}

function nextOf({ owners, ownership, required, mode, sha256: hash }: NonNullable<Action['next']>) {
  return { owners, ownership, required, mode, sha256: hash };
}

function stagesOf({ ancestors }: PlannedChange, action: Action) {
  const { path, rendered = path, base, next, was } = action;
  const merged = base && (base.ownership === 'merged' || base.ownership === 'block');
  const before = merged ? ancestors().get(rendered) : undefined;
  return {
    path,
    base: before && base ? { bytes: before, mode: base.mode } : undefined,
    ours: was.kind === 'file' ? { bytes: was.bytes, mode: was.mode } : undefined,
    next: next && { bytes: next.bytes, mode: next.mode },
  };
}
