import { PlinthError } from '../pack/error.ts';
import { sha256 } from '../pack/files.ts';
import { apply, type Applied } from './apply.ts';
import type { Change } from './changes.ts';
import { assertContained } from './contained.ts';
import { fileState } from './file-state.ts';
import type { FileSystem } from './file-system.ts';
import { gitIn } from './git.ts';
import { unmergedPaths, withIndex } from './git-index.ts';
import { hasMarkers } from './merge/lines.ts';
import type { Repository } from './open-repository.ts';
import { pendingFolder } from './pending.ts';
import { readCopy, readPending, type PendingState, type Unresolved } from './pending-state.ts';
import { besideName } from './write-conflicts.ts';

/**
 * A repository whose written conflicts are resolved: what they were about is its base now.
 *
 * @returns the repository, and what finishing removes; unchanged when there was no conflict
 * @throws PlinthError `PLINTH_UNRESOLVED`, naming the paths that are still to be resolved
 */
export async function resolvedRepository(
  repository: Repository,
): Promise<{ readonly repository: Repository; readonly resolved: readonly Unresolved[] }> {
  const { fs, root } = repository;
  const state = readPending(fs, root);
  if (!state) return { repository, resolved: [] };
  const unmerged = await unmergedPaths(gitIn(root));
  const open = state.unresolved.filter((conflict) => isOpen(fs, root, conflict, unmerged));
  if (open.length > 0) throw unresolved(open);
  const base = new Map(repository.base);
  const ancestors = new Map(repository.ancestors());
  for (const [at, { path, rendered, next }] of state.unresolved.entries()) {
    if (!next) {
      base.delete(rendered);
      continue;
    }
    base.set(rendered, path === rendered ? next : { ...next, at: path });
    const bytes = readCopy(fs, root, `next-${String(at)}`);
    if (sha256(bytes) === next.sha256) ancestors.set(rendered, bytes);
  }
  return {
    repository: { ...repository, base, ancestors: () => ancestors },
    resolved: state.unresolved,
  };
}

/** What removes all that a finished run has kept, and the versions beside files. */
export function removalOfPending(fs: FileSystem, root: string): readonly Change[] {
  const state = readPending(fs, root);
  if (!state) return [];
  const beside = state.unresolved.flatMap(({ path, next }) => {
    const found = fileState(fs, `${root}/${besideName(path)}`);
    return found && found.sha256 === next?.sha256 ? [besideName(path)] : [];
  });
  return [...beside, ...copies(fs, root)].map((path) => removal(fs, root, path));
}

/**
 * Takes back a run that wrote conflicts: every file as it was before it, and the index of these too.
 * What was done to resolve a conflict goes with it; any other edit since is in the way, and so is a link
 * or a folder that was replaced, of which there is no copy.
 *
 * @throws PlinthError `PLINTH_NOTHING_TO_ABORT`, `PLINTH_CHANGED_MEANWHILE`, `PLINTH_WRITE_FAILED`
 */
export async function abortConflicts(fs: FileSystem, root: string): Promise<Applied> {
  const state = readPending(fs, root);
  if (!state) {
    throw new PlinthError('PLINTH_NOTHING_TO_ABORT', 'there is no run to take back', {
      hint: 'A run that wrote conflicts with --write-conflicts can be, until plinth apply finishes it.',
    });
  }
  for (const { path } of [...state.entries, { path: `${pendingFolder}/` }]) {
    assertContained(fs, root, path);
  }
  const changes = [
    ...restoring(fs, root, state),
    ...copies(fs, root).map((path) => removal(fs, root, path)),
  ];
  return withIndex(gitIn(root), { resolved: [], entries: state.index }, () =>
    apply(fs, root, changes, Date.now()),
  );
}

function restoring(fs: FileSystem, root: string, state: PendingState): readonly Change[] {
  const conflicts = new Set(state.unresolved.map(({ path }) => path));
  const kept = new Set(state.entries.map(({ path }) => path));
  for (const path of conflicts) {
    const kind = fs.look(`${root}/${path}`)?.kind;
    if (!kept.has(path) && (kind === undefined || kind === 'file')) throw editedSince(path);
  }
  return state.entries.flatMap(({ path, before, after }, at): readonly Change[] => {
    const now = fileState(fs, `${root}/${path}`);
    if (now?.sha256 === before?.sha256 && now?.mode === before?.mode) return [];
    const asWritten = now?.sha256 === after?.sha256 && now?.mode === after?.mode;
    if (!asWritten && !conflicts.has(path)) throw editedSince(path);
    if (!before) return now ? [{ kind: 'remove', path, before: now }] : [];
    const bytes = readCopy(fs, root, `old-${String(at)}`);
    if (sha256(bytes) !== before.sha256) throw editedSince(`${pendingFolder}/old-${String(at)}`);
    return [{ kind: 'write', path, bytes, mode: before.mode, before: now }];
  });
}

function isOpen(
  fs: FileSystem,
  root: string,
  { path, marked }: Unresolved,
  unmerged: ReadonlySet<string>,
): boolean {
  if (!marked) return unmerged.has(path);
  const full = `${root}/${path}`;
  return (
    fs.look(full)?.kind === 'file' && hasMarkers(Buffer.from(fs.readFile(full)).toString('utf8'))
  );
}

function unresolved(open: readonly Unresolved[]): PlinthError {
  const paths = open.map(({ path }) => `  ${path}`);
  return new PlinthError(
    'PLINTH_UNRESOLVED',
    ['these are still to be resolved:', ...paths].join('\n'),
    {
      path: open[0]?.path,
      hint: 'Take the markers out (or git add what has none), then run plinth apply; --abort takes all back.',
    },
  );
}

function editedSince(path: string): PlinthError {
  return new PlinthError('PLINTH_CHANGED_MEANWHILE', `${path} was edited since`, {
    path,
    hint: 'Undo that edit or put it aside, then run plinth apply --abort again.',
  });
}

function copies(fs: FileSystem, root: string): readonly string[] {
  return fs
    .list(`${root}/${pendingFolder}`)
    .filter((name) => name !== 'state.json')
    .concat('state.json')
    .map((name) => `${pendingFolder}/${name}`);
}

function removal(fs: FileSystem, root: string, path: string): Change {
  const before = fileState(fs, `${root}/${path}`);
  if (before) return { kind: 'remove', path, before };
  throw editedSince(path);
}
