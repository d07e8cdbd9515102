import { PlinthError } from '../pack/error.ts';
import { byCodeUnit } from '../pack/order.ts';
import { apply, type Applied } from './apply.ts';
import { baseFolder } from './base-archive.ts';
import { changesOf, type Change, type RecordChanges } from './changes.ts';
import { fileState } from './file-state.ts';
import { inForm, normalText } from './line-ends.ts';
import { yoursAfter } from './merge/merge-file.ts';
import type { Repository } from './open-repository.ts';
import type { PlannedChange } from './plan-change.ts';
import type { Action } from './plan.ts';
import type { Ancestors } from './read-ancestors.ts';
import { recordsOf, type RecordFile, type RememberedFile } from './records.ts';

/**
 * What a planned change comes down to: files first, then Plinth's records, plinth.lock last. Empty when
 * nothing changes.
 *
 * @throws PlinthError `PLINTH_CONFLICT` or `PLINTH_VIOLATION`, naming the first path
 */
export function changesOfChange(repository: Repository, planned: PlannedChange): readonly Change[] {
  const { fs, root } = repository;
  const standing = (path: string) => fileState(fs, `${root}/${path}`);
  return changesOf(planned.plan, recordChanges(repository, planned), standing);
}

/**
 * Writes a planned change: all of it, or nothing.
 *
 * @throws PlinthError what {@link changesOfChange} and {@link writeChanges} throw
 */
export function writeChange(repository: Repository, planned: PlannedChange): Applied {
  return writeChanges(repository, changesOfChange(repository, planned));
}

/**
 * Writes changes that rest on what was read of a repository: all of them, or none.
 *
 * @throws PlinthError `PLINTH_WRITE_FAILED`, `PLINTH_BUSY`, `PLINTH_CHANGED_MEANWHILE`
 */
export function writeChanges({ fs, root, read }: Repository, changes: readonly Change[]): Applied {
  if (changes.length === 0) return { root, written: [], removed: [] };
  return apply(fs, root, changes, Date.now(), read);
}

/**
 * Refuses to write over edits that no commit has.
 *
 * @throws PlinthError `PLINTH_UNCOMMITTED`, naming the first path
 */
export function assertCommitted({ uncommitted }: PlannedChange): void {
  const [first, ...others] = uncommitted;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
  throw new PlinthError('PLINTH_UNCOMMITTED', `${first}${more}: edited, and in no commit`, {
    path: first,
    hint: 'Commit or stash your edits first; --force writes over them all the same.',
  });
}

/**
 * What the repository is to remember.
 *
 * @param settled - whether the base of an action's path moves on to what is rendered now
 */
export function recordChanges(
  repository: Repository,
  { pack, selection, engine, plan, ancestors }: PlannedChange,
  settled: (action: Action) => boolean = () => true,
): RecordChanges {
  const { fs, root } = repository;
  const files = new Map(
    plan.actions
      .flatMap((action) => {
        const file = settled(action)
          ? remembered(ancestors, action)
          : rememberedBefore(repository, action);
        return file ? [file] : [];
      })
      .sort((a, b) => byCodeUnit(a.path, b.path))
      .map((file): readonly [string, RememberedFile] => [file.path, file]),
  );
  const write = recordsOf(pack, selection, { files }, engine);
  const kept = new Set(write.map(({ path }) => path));
  const archives =
    fs.look(`${root}/${baseFolder}`)?.kind === 'folder' ? fs.list(`${root}/${baseFolder}`) : [];
  return {
    write: write.map((record) => inStandingForm(repository, record)),
    remove: archives.map((name) => `${baseFolder}/${name}`).filter((path) => !kept.has(path)),
  };
}

function remembered(ancestors: () => Ancestors, action: Action): RememberedFile | undefined {
  const { path, rendered = path, base, next, was, kind } = action;
  if (!next) return undefined;
  const sides = { path: rendered, base, next };
  const found = was.kind === 'file' ? yoursAfter(ancestors, { ...sides, ours: was }) : [];
  const yours = action.yours ?? found;
  const moved = path !== rendered && kind !== 'delete' && was.kind === 'file';
  return { ...next, yours, at: moved ? path : undefined };
}

/** What stays to be merged keeps the base that it is to be merged from. */
function rememberedBefore(
  { ancestors, base }: Repository,
  action: Action,
): RememberedFile | undefined {
  const path = action.from ?? action.rendered ?? action.path;
  const before = base.get(path);
  if (!before) return undefined;
  const bytes = ancestors().get(path) ?? new Uint8Array();
  return { ...before, path, bytes, copied: undefined };
}

/** A checkout may give the records other line ends. */
function inStandingForm({ fs, root }: Repository, record: RecordFile): RecordFile {
  const full = `${root}/${record.path}`;
  if (record.path.startsWith(baseFolder) || fs.look(full)?.kind !== 'file') return record;
  const form = normalText(fs.readFile(full))?.form;
  const text = Buffer.from(record.bytes).toString('utf8');
  return form ? { path: record.path, bytes: inForm(text, form) } : record;
}
