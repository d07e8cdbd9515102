import type { Checked } from '../repo/check.ts';
import type { Repository } from '../repo/open-repository.ts';
import { statusOf } from '../repo/status.ts';
import { byPractice, countsOf } from './check-counts.ts';

/** `result` of `check --json`. A detail that is not known is null. */
export function checkJson(
  { renderedBy }: Repository,
  { findings, exceptions, planned }: Checked,
  fixed: readonly string[],
) {
  const { engine, pack } = planned;
  return {
    status: statusOf(findings),
    rendered: { engine: renderedBy.engine, pack: renderedBy.pack },
    current: { engine, pack: { id: pack.id, version: pack.version, sha256: pack.digest } },
    counts: { ...countsOf(findings), excused: findings.filter(({ excused }) => excused).length },
    practices: Object.fromEntries(
      [...byPractice(findings)].map(([id, found]) => [id, countsOf(found)]),
    ),
    findings: findings.map(
      ({
        rule,
        weight,
        path,
        key = null,
        line = null,
        practices,
        message,
        hint = null,
        excused,
      }) => ({
        rule,
        weight,
        path,
        key,
        line,
        practices,
        message,
        hint,
        excused: excused !== undefined,
      }),
    ),
    exceptions: exceptions.map(({ exception, policyPath = null, state }) => ({
      ...exception,
      policy: policyPath,
      state,
    })),
    fixed,
  };
}
