import type { Pack } from '../pack/pack.ts';
import { isObstacle } from '../repo/changes.ts';
import type { Repository } from '../repo/open-repository.ts';
import type { PlannedChange } from '../repo/plan-change.ts';
import type { Action } from '../repo/plan.ts';
import { runCommand } from '../render/package-manager.ts';
import type { Answers } from '../selection/answers.ts';
import { resolve, type Selection } from '../selection/resolve.ts';
import type { Paint } from './terminal.ts';

/** A change, planned or done. */
export interface ChangeReport {
  readonly repository: Repository;
  readonly pack: Pack;
  readonly answers: Answers;
  readonly planned: PlannedChange;
  readonly written: boolean;
  readonly installed: boolean;
  /** Records that were written, and that git ignores. */
  readonly ignored?: readonly string[];
}

/** Practices by what becomes of them. */
interface PracticeChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** Those of `added` that nobody asked for. */
  readonly comeAlong: readonly string[];
  /** Those of `removed` that nobody needs any more. */
  readonly goAlong: readonly string[];
}

/** `result` of a command that changes a repository. */
export function changeJson(report: ChangeReport) {
  const { planned, written, installed, ignored = [] } = report;
  const files = planned.plan.actions.filter(isShown).map(fileJson);
  return { practices: practiceChanges(report), files, written, installed, ignored };
}

function fileJson(action: Action) {
  const { path, kind, from = null, next, base } = action;
  return {
    path,
    action: kind === 'violation' && !action.inTheWay ? 'keep' : kind,
    from,
    practices: next?.owners ?? base?.owners ?? [],
    ownership: next?.ownership ?? base?.ownership ?? null,
    sensitive: isSensitive(path),
    notes: notesOf(action),
  };
}

/** The change for people: by practice, then by file, then what they should know. */
export function changeText(report: ChangeReport, paint: Paint): string {
  const { planned, written, installed, answers, ignored = [] } = report;
  const actions = planned.plan.actions.filter(isShown);
  const changing = actions.filter(isChange);
  if (actions.length === 0) return 'Nothing changes.';
  const notes = [
    ...actions.flatMap((action) => notesOf(action).map((note) => `  ${action.path}: ${note}`)),
    ...ignoredNote(ignored),
  ];
  const needsInstall =
    written && !installed && changing.some(({ path }) => path === 'package.json');
  const { packageManager } = answers;
  return [
    ...practiceLines(practiceChanges(report), paint),
    ...summaryByPractice(changing, paint),
    ...(notes.length === 0 ? [] : ['', paint.bold('To know:'), ...notes]),
    ...(written ? ['', paint.bold('Next:')] : []),
    ...(needsInstall ? [`  ${packageManager.name} install`] : []),
    ...(written ? [`  ${runCommand(packageManager, 'test')}`] : []),
  ].join('\n');
}

/** A clone without them is no repository of Plinth. */
function ignoredNote(ignored: readonly string[]): readonly string[] {
  const [first, ...others] = ignored;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more of Plinth's records`;
  const places = new Set(ignored.map((path) => path.replace(/^(\.plinth\/base)\/.*/, '$1')));
  return [
    `  ${first}${more}: git ignores what every clone needs. git add --force ${[...places].join(' ')}`,
  ];
}

/** Every obstacle, one a line; what stands in the place of a folder is one, whatever belongs in it. */
export function obstaclesText(obstacles: readonly Action[]): string {
  const lines = obstacles
    .filter(isObstacle)
    .map((action) => (aboveOf(action) ? action.reason : `${action.path}: ${action.reason}`));
  const [first = '', ...others] = new Set(lines);
  if (others.length === 0) return first;
  const all = [first, ...others].map((line) => `  ${line}`);
  return [`${String(all.length)} files stand in the way`, ...all].join('\n');
}

/** What stands in the place of a folder above a path. */
export function aboveOf({ was }: Action): string | undefined {
  return 'above' in was ? was.above.path : undefined;
}

function practiceChanges({ repository, pack, planned }: ChangeReport): PracticeChanges {
  const { requested, practices } = planned.selection;
  const present = new Set([...repository.base.values()].flatMap(({ owners }) => owners));
  const before = selectionBefore(pack, repository);
  const added = [...practices.keys()].filter((id) => !present.has(id));
  const removed = [...present].filter((id) => !practices.has(id)).sort();
  const changed = [...practices].filter(([id, values]) => {
    const known = before?.practices.get(id);
    return known && JSON.stringify(known) !== JSON.stringify(values);
  });
  return {
    added,
    removed,
    changed: changed.map(([id]) => id),
    comeAlong: added.filter((id) => !Object.hasOwn(requested, id)),
    goAlong: removed.filter(
      (id) => before?.practices.has(id) === true && !Object.hasOwn(before.requested, id),
    ),
  };
}

/** What plinth.json asks for; it may have been edited to ask for what the pack does not have. */
function selectionBefore(pack: Pack, { answers }: Repository): Selection | undefined {
  try {
    return resolve(pack, answers);
  } catch {
    return undefined;
  }
}

function practiceLines(changes: PracticeChanges, paint: Paint): readonly string[] {
  const { added, removed, changed, comeAlong, goAlong } = changes;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Adds', added.filter((id) => !comeAlong.includes(id))],
    ['Comes along', comeAlong],
    ['Changes', changed],
    ['Removes', removed.filter((id) => !goAlong.includes(id))],
    ['Goes along, since nothing needs it any more', goAlong],
  ];
  return rows
    .filter(([, ids]) => ids.length > 0)
    .map(([label, ids]) => `${paint.bold(`${label}:`)} ${ids.join(', ')}`);
}

/** Which practice accounts for how many files, and what is done to shared ones. */
function summaryByPractice(actions: readonly Action[], paint: Paint): readonly string[] {
  const own = new Map<string, Action[]>();
  const shared: Action[] = [];
  for (const action of actions) {
    const owners = action.next?.owners ?? action.base?.owners ?? [];
    const [owner] = owners;
    if (owner === undefined || owners.length > 1) shared.push(action);
    else own.set(owner, [...(own.get(owner) ?? []), action]);
  }
  return [
    ...[...own].map(([owner, files]) => `  ${owner}: ${counts(files)}`),
    ...shared.map(
      (action) =>
        `  ${verbs[action.kind]} ${action.path}${isSensitive(action.path) ? paint.bold(' (sensitive)') : ''}`,
    ),
  ];
}

const verbs: Readonly<Record<Action['kind'], string>> = {
  create: 'new',
  write: 'changed',
  delete: 'deleted',
  keep: 'kept',
  conflict: 'CONFLICT',
  violation: 'EDITED BY HAND',
};

function counts(files: readonly Action[]): string {
  const kinds = [...new Set(files.map(({ kind }) => kind))];
  return kinds
    .map((kind) => `${String(files.filter((file) => file.kind === kind).length)} ${verbs[kind]}`)
    .join(', ');
}

/** What runs by itself, or decides what does. */
function isSensitive(path: string): boolean {
  return /^(?:\.github\/workflows\/|\.gitlab-ci\.yml$|\.npmrc$|\.yarn|package\.json$|\.husky\/)/.test(
    path,
  );
}

function isChange(action: Action): boolean {
  return action.kind !== 'keep' && !(action.kind === 'violation' && !action.inTheWay);
}

function isShown(action: Action): boolean {
  return isChange(action) || notesOf(action).length > 0;
}

function notesOf(action: Action): readonly string[] {
  if (action.kind === 'conflict') return [action.reason];
  if (action.kind === 'violation') {
    return [action.inTheWay ? action.reason : `${action.reason}: it stays as it is`];
  }
  const moved = action.rendered === undefined ? [] : [`moved by you from ${action.rendered}`];
  const seeded = action.base?.ownership === 'seeded' && !action.next && action.kind === 'keep';
  const reports = action.kind === 'delete' ? [] : (action.reports ?? []);
  return [
    ...moved,
    ...(seeded && reports.length > 0
      ? ['stays: it is yours, and so is what it has done to the database']
      : reports),
  ];
}
