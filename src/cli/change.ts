/** What add, remove, apply and update have in common: a plan that is shown, agreed to and written. */
import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { isObstacle, overwriting } from '../repo/changes.ts';
import type { Applied } from '../repo/apply.ts';
import { gitIn, ignoredAmong } from '../repo/git.ts';
import { isPending, refuseUnfinished } from '../repo/pending.ts';
import type { Repository } from '../repo/open-repository.ts';
import type { Action } from '../repo/plan.ts';
import { planChange, type PlannedChange } from '../repo/plan-change.ts';
import { isRecord } from '../repo/records.ts';
import { assertUndisturbed } from '../repo/untouched.ts';
import { assertCommitted, writeChange } from '../repo/write-change.ts';
import type { Answers } from '../selection/answers.ts';
import {
  aboveOf,
  changeJson,
  changeText,
  obstaclesText,
  type ChangeReport,
} from './change-report.ts';
import type { Outcome } from './command.ts';
import { asks } from './create-answers.ts';
import { Interrupted } from './failure.ts';
import type { Flags, FlagSpecs } from './flags.ts';
import { packFlag } from './pack-source.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** Flags of every command that changes a repository. */
export const changeFlags: FlagSpecs = {
  'dry-run': { summary: 'show what would change, as a diff, and write nothing' },
  yes: { summary: 'ask nothing' },
  force: { summary: 'write over edited managed files and edits that are in no commit' },
  'write-conflicts': {
    summary: 'write conflicts into the files, as git does, to be resolved there',
  },
  'no-install': { summary: 'do not install dependencies' },
  pack: packFlag,
};

/** A change that somebody asked for. */
export interface AskedChange {
  readonly repository: Repository;
  readonly pack: Pack;
  readonly answers: Answers;
  readonly flags: Flags;
  readonly terminal: Terminal;
  /** Paths whose conflicts, of an earlier run or of two branches, end with this change. */
  readonly settles?: readonly string[] | undefined;
}

/**
 * Plans a change, shows it, and writes it when nothing stands in its way.
 *
 * @throws PlinthError `PLINTH_UNRESOLVED`, what planning throws, and what {@link carryOut} throws
 */
export async function change(asked: AskedChange): Promise<Outcome> {
  const { repository, settles } = asked;
  if (!settles) await refuseUnfinished(repository);
  return carryOut(asked, await planUndisturbed(asked));
}

/** Edits in the way may be those of another plinth that has been writing meanwhile. */
async function planUndisturbed({ repository, pack, answers }: AskedChange): Promise<PlannedChange> {
  try {
    return await planChange(repository, pack, answers, version);
  } finally {
    assertUndisturbed(repository);
  }
}

/**
 * Shows a planned change, and writes it when nothing stands in its way.
 *
 * @throws PlinthError `PLINTH_CONFLICT`, `PLINTH_VIOLATION`, `PLINTH_UNCOMMITTED`, or what writing throws
 */
export async function carryOut(asked: AskedChange, compared: PlannedChange): Promise<Outcome> {
  const { flags, terminal } = asked;
  const planned = flags.has('force')
    ? { ...compared, plan: overwriting(compared.plan), uncommitted: [] }
    : compared;
  const report = reportOf(asked, planned);
  if (flags.has('dry-run')) return dryRun(report, terminal);
  const writesConflicts = flags.has('write-conflicts') && hasConflicts(planned);
  refuseObstacles(planned, writesConflicts, isPending(asked.repository));
  assertCommitted(planned);
  if (asks(flags, terminal)) await agree(report, terminal);
  if (writesConflicts) return conflictsWritten(asked, report);
  const { written } = await write(asked, planned);
  const installed = await installIfNeeded(asked, written);
  const records = written.filter(isRecord);
  const ignored = [...(await ignoredAmong(gitIn(asked.repository.root), records))];
  const done: ChangeReport = { ...report, written: true, installed, ignored };
  return { result: changeJson(done), text: changeText(done, terminal.paint) };
}

async function write(
  { repository, settles }: AskedChange,
  planned: PlannedChange,
): Promise<Applied> {
  if (!settles) return writeChange(repository, planned);
  const { settle } = await import('../repo/settle.ts');
  return settle(repository, planned, settles);
}

async function conflictsWritten(
  { repository, terminal, settles }: AskedChange,
  report: ChangeReport,
): Promise<Outcome> {
  if (isPending(repository)) {
    throw new PlinthError('PLINTH_UNRESOLVED', 'what was resolved leads to new conflicts', {
      hint: 'Run plinth apply without --write-conflicts to see them.',
    });
  }
  const { writeConflicts } = await import('../repo/write-conflicts.ts');
  await writeConflicts(repository, report.planned, settles);
  const text = changeText(report, terminal.paint);
  const hint =
    'Resolve the conflicts and run plinth apply, or take all back: plinth apply --abort.';
  return {
    result: changeJson({ ...report, written: true }),
    text: `${text}\n\n${hint}`,
    exitCode: 2,
  };
}

function reportOf(
  { repository, pack, answers }: AskedChange,
  planned: PlannedChange,
): ChangeReport {
  return { repository, pack, answers, planned, written: false, installed: false };
}

async function dryRun(report: ChangeReport, { paint }: Terminal): Promise<Outcome> {
  const { planDiff } = await import('./change-diff.ts');
  const obstacles = report.planned.plan.actions.filter(isObstacle);
  const exitCode = obstacles.some(({ kind }) => kind === 'conflict')
    ? 2
    : obstacles.length > 0
      ? 1
      : 0;
  return {
    result: { ...changeJson(report), dryRun: true },
    text: [
      ...planDiff(report.planned.plan, paint),
      changeText(report, paint),
      'Nothing was written.',
    ].join('\n'),
    exitCode,
  };
}

function hasConflicts({ plan }: PlannedChange): boolean {
  return plan.actions.some(({ kind }) => kind === 'conflict');
}

/** A conflict outweighs a violation; nothing has been written. */
function refuseObstacles(
  { plan }: PlannedChange,
  writesConflicts: boolean,
  finishes: boolean,
): void {
  const obstacles = plan.actions
    .filter(isObstacle)
    .filter((action) => !writesConflicts || action.kind === 'violation' || aboveOf(action));
  const first = obstacles.find(({ kind }) => kind === 'conflict') ?? obstacles[0];
  if (!first) return;
  throw new PlinthError(
    first.kind === 'conflict' ? 'PLINTH_CONFLICT' : 'PLINTH_VIOLATION',
    obstaclesText(obstacles),
    {
      path: aboveOf(first) ?? first.path,
      hint: `Nothing was written. ${wayOut(first, finishes)}`,
    },
  );
}

/** @param finishes - whether this run is to finish one that has written its conflicts */
function wayOut(obstacle: Action, finishes: boolean): string {
  if (aboveOf(obstacle) !== undefined) return 'Move it out of the way, and run this again.';
  if (finishes && obstacle.kind === 'conflict') {
    return 'Put the file there that you want, and run this again; plinth apply --abort takes all back.';
  }
  return obstacle.kind === 'conflict'
    ? '--write-conflicts writes them into the files, to be resolved there.'
    : 'Undo the edit, or write over it with --force.';
}

async function agree(report: ChangeReport, terminal: Terminal): Promise<void> {
  terminal.progress(`\n${changeText(report, terminal.paint)}\n`);
  const { confirm } = await import('./ask.ts');
  if (!(await confirm('Go ahead?'))) throw new Interrupted();
}

/** Files that say what is to be installed. */
const manifests: ReadonlySet<string> = new Set([
  'package.json',
  'pnpm-workspace.yaml',
  '.yarnrc.yml',
  '.npmrc',
  'bunfig.toml',
]);

async function installIfNeeded(
  { repository, answers, flags, terminal }: AskedChange,
  written: readonly string[],
): Promise<boolean> {
  if (flags.has('no-install') || !written.some((path) => manifests.has(path))) return false;
  const { install } = await import('./install.ts');
  terminal.progress(`Installing dependencies with ${answers.packageManager.name}.`);
  await install(answers, repository.root, '.', terminal);
  return true;
}
