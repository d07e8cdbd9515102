import type { Pack } from '../pack/pack.ts';
import { driftOf, standingPath } from './drift.ts';
import type { Mover } from './drift-wording.ts';
import type { Finding } from './finding.ts';
import { firstDifference } from './first-difference.ts';
import { normalText } from './line-ends.ts';
import type { Repository } from './open-repository.ts';
import { isPending, pendingFile } from './pending.ts';
import { planChange, type PlannedChange } from './plan-change.ts';
import { exceptionsOf, withExceptions, type ReportedException } from './policy/exceptions.ts';
import { globMatcher } from './policy/glob.ts';
import type { Judged } from './policy/judge.ts';
import { standardOf, type StandingPolicy } from './policy/standard.ts';
import type { Action } from './plan.ts';
import { assertAncestors } from './read-ancestors.ts';

/** Everything that a repository is measured against. */
export interface CheckInput {
  readonly repository: Repository;
  readonly pack: Pack;
  /** The engine's version. */
  readonly engine: string;
  /** As YYYY-MM-DD in UTC: what exceptions expire by. */
  readonly today: string;
}

/** What was found; nothing has been written. */
export interface Checked {
  /** In order of path, then what the policy says. */
  readonly findings: readonly Finding[];
  /** Every exception of the policies. */
  readonly exceptions: readonly ReportedException[];
  readonly planned: PlannedChange;
}

/**
 * Measures a repository against what its plinth.json asks for, rendered by this pack, and against the
 * policies of the pack and of its own. It is the plan of an update, reported.
 *
 * @throws PlinthError `PLINTH_POLICY_INVALID`, `PLINTH_RECORD_INVALID` where what an update needs is
 * gone, and whatever `planChange` throws
 */
export async function checkRepository(input: CheckInput): Promise<Checked> {
  const { repository, pack, engine, today } = input;
  assertAncestors(repository.base, repository.ancestors());
  const standard = await standardOf(repository.fs, repository.root, pack);
  const planned = await planChange(repository, pack, repository.answers, engine);
  const managed = await globMatcher(standard.flatMap(({ policy }) => policy.managed));
  const drift = withLines(driftOf(planned.plan, moverOf(input), managed), planned.plan.actions);
  const judged = await judgements(standard, {
    selection: planned.selection,
    rendered: repository.renderedBy,
    current: { engine, pack },
  });
  const all = [...unfinished(repository), ...drift, ...judged];
  return { planned, ...(await withExceptions(all, exceptionsOf(standard), today)) };
}

/** The same engine and the same pack: then only plinth.json can have changed. */
function moverOf({ repository: { renderedBy }, pack, engine }: CheckInput): Mover {
  const same = renderedBy.pack.sha256 === pack.digest && renderedBy.engine === engine;
  return same ? 'plinth.json' : 'templates';
}

/** A run that wrote conflicts into files is over when somebody says so. */
function unfinished(repository: Repository): readonly Finding[] {
  if (!isPending(repository)) return [];
  return [
    {
      rule: 'conflict',
      weight: 'conflict',
      path: pendingFile,
      practices: [],
      message: 'conflicts of an earlier run are to be resolved',
      hint: 'Resolve them and run plinth apply, or take that run back: plinth apply --abort.',
    },
  ];
}

async function judgements(
  standard: readonly StandingPolicy[],
  judged: Judged,
): Promise<readonly Finding[]> {
  if (standard.length === 0) return [];
  const { judge } = await import('./policy/judge.ts');
  const all = standard.flatMap(({ policy }) => judge(policy, judged));
  // Two policies may want the same.
  return [...new Map(all.map((finding) => [finding.message, finding])).values()];
}

/** Adds the first line that differs, where the rendered text is at hand. */
function withLines(findings: readonly Finding[], actions: readonly Action[]): readonly Finding[] {
  const byPath = new Map(actions.map((action) => [standingPath(action), action]));
  return findings.map((finding) => {
    const action = byPath.get(finding.path);
    if (action?.was.kind !== 'file' || action.next?.sha256 !== action.base?.sha256) return finding;
    const before = action.next && normalText(action.next.bytes)?.text;
    const after = normalText(action.was.bytes)?.text;
    if (before === undefined || after === undefined) return finding;
    return { ...finding, line: firstDifference(before, after) };
  });
}
