import type { MigrationFile } from '../../../core/migrate.ts';
import type { Timeouts } from '../settings.ts';
import { runsInTransaction } from '../transaction.ts';
import { captureSql } from './capture.ts';
import { type Finding, squawk } from './squawk.ts';

/** What is wrong with one migration, and what to do. */
export interface Problem {
  readonly migration: string;
  readonly rule: string;
  readonly text: string;
}

/** The rules of which a file says `export const accepted = { rule: 'reason' }`. */
type Accepted = Readonly<Record<string, string>>;

/**
 * Finds what is risky to run on a live database: locks that stop requests, changes that break the
 * release that still runs.
 *
 * @param files - as `loadMigrations` returns them
 * @param timeouts - with which they will be run
 */
export async function lintMigrations(
  files: readonly MigrationFile[],
  timeouts: Pick<Timeouts, 'lockMs' | 'statementMs'>,
): Promise<readonly Problem[]> {
  const problems = await Promise.all(files.map((file) => lintMigration(file, timeouts)));
  return problems.flat();
}

async function lintMigration(
  file: MigrationFile,
  timeouts: Pick<Timeouts, 'lockMs' | 'statementMs'>,
): Promise<readonly Problem[]> {
  const lines = [
    `set lock_timeout = '${timeouts.lockMs}ms'`,
    `set statement_timeout = '${timeouts.statementMs}ms'`,
    ...(await captureSql(file)).map((statement) => statement.replace(/\s+/g, ' ').trim()),
  ];
  const sql = lines.map((line) => `${line};\n`).join('');
  const findings = await squawk(sql, runsInTransaction(file));
  const accepted = (file.exports?.['accepted'] ?? {}) as Accepted;
  return [
    ...findings
      .filter(({ rule_name: rule }) => !accepted[rule])
      .map((finding) => describe(file.name, finding, lines[finding.line] ?? '')),
    ...stale(file.name, accepted, findings),
  ];
}

function describe(migration: string, finding: Finding, statement: string): Problem {
  const advice = finding.help === null ? '' : ` ${finding.help}.`;
  const text = `${finding.message}${advice}\n    ${statement}`;
  return { migration, rule: finding.rule_name, text };
}

/** An excuse for what is no longer done would excuse the next one unseen. */
function stale(
  migration: string,
  accepted: Accepted,
  findings: readonly Finding[],
): readonly Problem[] {
  return Object.keys(accepted)
    .filter((rule) => findings.every((finding) => finding.rule_name !== rule))
    .map((rule) => ({ migration, rule, text: 'It is accepted, but not broken: take it out.' }));
}
