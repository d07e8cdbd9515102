import type { Standing } from '../verify/ledger/standing.ts';
import { isMissing } from '../verify/report/pairs-section.ts';
import { countText } from '../verify/report/quantities.ts';
import type { Report } from '../verify/report/report.ts';
import type { Paint } from './terminal.ts';

/** What ledgers prove, and what was written of it. */
export interface Evidence {
  readonly report: Report;
  readonly ledger: { readonly path: string; readonly lines: number };
  /** Combinations that the tier should cover, and that have no result; absent when no tier was named. */
  readonly missing?: readonly string[] | undefined;
  /** Where the page is. */
  readonly page?: string | undefined;
  /** Absent when it was not asked for; without a path when nothing is proven. */
  readonly proof?:
    { readonly path?: string | undefined; readonly combinations: number } | undefined;
}

/** Whether something was verified, nothing failed, nothing is missing, and a proof that was asked for is there. */
export function isProven({ report, missing = [], proof }: Evidence): boolean {
  const refused = proof !== undefined && proof.path === undefined;
  const { tiers, failures } = report;
  return tiers.length > 0 && failures.length === 0 && missing.length === 0 && !refused;
}

/** `result` of `plinth verify` with `--merge`, `--report` or `--proof`. */
export function evidenceJson(evidence: Evidence) {
  const { report, ledger, missing = null, page = null, proof = null } = evidence;
  const { tiers, pairs, failures, otherLines } = report;
  const possible = pairs.filter((pair) => pair.possible);
  return {
    passed: isProven(evidence),
    ledger: { ...ledger, otherVersions: otherLines },
    tiers,
    pairs: { possible: possible.length, never: possible.filter(isMissing).length },
    failures: failures.map(failureJson),
    missing,
    report: page,
    proof,
  };
}

function failureJson({ tier, fingerprint, last, combinations }: Standing) {
  const { combination, commands, at } = last;
  return { tier, fingerprint, combination, combinations, commands, at };
}

const mostListed = 20;

/** The same for people. */
export function evidenceText(evidence: Evidence, paint: Paint): string {
  const { report, ledger, missing = [], page, proof } = evidence;
  const { tiers, failures, otherLines } = report;
  const others = otherLines === 0 ? '' : `, ${otherLines} of other versions`;
  return [
    `${paint.bold(ledger.path)}: ${countText(ledger.lines, 'result')}${others}`,
    ...(tiers.length === 0 ? [paint.red('Nothing of this pack was verified.')] : []),
    ...tiers.map(
      ({ tier, passed, failed }) =>
        `  ${tier}: ${countText(passed.combinations, 'combination')} passed, by ${countText(passed.programs, 'program')}; ${countText(failed.programs, 'program')} failed`,
    ),
    ...failures.map(
      ({ tier, last, combinations }) =>
        `${paint.red('failed')} ${tier} ${last.combination} (${countText(combinations.length, 'combination')})`,
    ),
    ...missingLines(missing, paint),
    ...(page === undefined ? [] : [`The report is in ${page}`]),
    ...(proof ? [proofLine(proof)] : []),
  ].join('\n');
}

function missingLines(missing: readonly string[], paint: Paint): readonly string[] {
  const more = missing.length - mostListed;
  return [
    ...missing.slice(0, mostListed).map((id) => `${paint.red('no result')} ${id}`),
    ...(more > 0 ? [`and ${more} more without a result`] : []),
  ];
}

function proofLine({ path, combinations }: NonNullable<Evidence['proof']>): string {
  return path === undefined
    ? 'Nothing is proven: no proof was written.'
    : `The proof of ${countText(combinations, 'combination')} is in ${path}`;
}
