import type { RenderedReport } from '../verify/rendered/verify-rendered.ts';
import type { ProgramOutcome } from '../verify/built/outcome.ts';
import { countText } from '../verify/report/quantities.ts';
import type { Paint } from './terminal.ts';
import { howToSeeAgain, whatFailed } from './verify-failure.ts';
import type { ProgramReport } from './verify-programs.ts';
import { timeText } from './verify-progress.ts';

/** What one tier found. */
export type TierReport =
  (RenderedReport & { readonly tier: 'rendered'; readonly durationMs: number }) | ProgramReport;

/** Whether nothing was found. */
export function passed(report: TierReport): boolean {
  return report.tier === 'rendered'
    ? report.findings.length === 0
    : report.failed.length === 0 && (report.operational?.findings.length ?? 0) === 0;
}

/** `result` of `plinth verify --json`. */
export function verifyJson(reports: readonly TierReport[]) {
  return {
    passed: reports.every(passed),
    tiers: reports.map((report) =>
      report.tier === 'rendered'
        ? report
        : { ...report, failed: report.failed.map((outcome) => failedJson(outcome)) },
    ),
  };
}

function failedJson({ combination, same, fingerprint, failure, durations, kept }: ProgramOutcome) {
  const ids = same.map(({ id }) => id);
  return { combination: combination.id, same: ids, fingerprint, failure, durations, kept };
}

/** What was covered, what was left out, and what is wrong. */
export function verifyText(
  reports: readonly TierReport[],
  invocation: string,
  paint: Paint,
): string {
  return reports
    .map((report) => [...headOf(report, paint), ...bodyOf(report, invocation, paint)].join('\n'))
    .join('\n\n');
}

function headOf(report: TierReport, paint: Paint): readonly string[] {
  const verdict = passed(report) ? paint.green('passed') : paint.red('failed');
  const lines = [`${paint.bold(report.tier)} ${verdict} in ${timeText(report.durationMs)}`];
  lines.push(`  covered: ${report.covered}`);
  for (const text of report.leftOut) lines.push(`  left out: ${text}`);
  return lines;
}

function bodyOf(report: TierReport, invocation: string, paint: Paint): readonly string[] {
  if (report.tier === 'rendered') {
    const { combinations, files, findings } = report;
    return [
      `  ${countText(combinations, 'combination')}, ${countText(files, 'different file')}`,
      ...findings.map(
        ({ check, path, message, combination }) =>
          `  ${paint.red(check)} ${path ?? ''} ${message} (such as ${combination})`,
      ),
    ];
  }
  const { programs, combinations, built, known, rebuilt, seed, failed, builtMs } = report;
  const each = (builtMs / 1000 / built).toFixed(1);
  const time = built === 0 ? '' : ` in ${timeText(builtMs)}, ${each} s a program`;
  return [
    `  ${countText(programs, 'program renders', 'programs render')} ${countText(combinations, 'combination')}: ${built} built${time}, ${known} known from the ledger`,
    `  ${countText(rebuilt, 'result that was used again was', 'results that were used again were')} compared with a second run (seed ${seed})`,
    ...operationalLines(report, paint),
    ...failed.map((outcome) => `  ${paint.red('failed')} ${whatFailed(outcome)}`),
    ...failed.slice(0, 1).map((outcome) => `  ${howToSeeAgain(outcome, report.tier, invocation)}`),
  ];
}

function operationalLines({ operational }: ProgramReport, paint: Paint): readonly string[] {
  if (!operational || operational.files === 0) return [];
  const { files, tools, findings } = operational;
  return [
    `  ${countText(files, 'different operational file was', 'different operational files were')} shown to ${tools.join(', ')}`,
    ...findings.map(
      ({ tool, path, message, combination }) =>
        `  ${paint.red(tool)} ${path} ${message} (such as ${combination})`,
    ),
  ];
}
