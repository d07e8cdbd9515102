import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

/** One rule that one statement breaks. `line` counts from 0. */
export interface Finding {
  readonly rule_name: string;
  readonly message: string;
  readonly help: string | null;
  readonly line: number;
}

/** Rules of taste, which say nothing about the risk of running a statement. */
const taste = [
  'prefer-bigint-over-int',
  'prefer-bigint-over-smallint',
  'prefer-identity',
  'prefer-text-field',
];

const binary = createRequire(import.meta.url).resolve('squawk-cli/js/bin/squawk');

/**
 * Asks squawk, a linter with PostgreSQL's own grammar, what is risky in `sql`.
 *
 * @param inTransaction - the statements run inside one, so that a failing one leaves nothing behind
 * @throws Error with squawk's own words when it could not run.
 */
export async function squawk(sql: string, inTransaction: boolean): Promise<readonly Finding[]> {
  const args = [
    binary,
    '--reporter=json',
    '--stdin-filepath=migration.sql',
    `--exclude=${taste.join(',')}`,
    inTransaction ? '--assume-in-transaction' : '--no-assume-in-transaction',
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(sql);
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (!out.trimStart().startsWith('[')) throw new Error(`squawk did not answer: ${err}${out}`);
  return JSON.parse(out) as Finding[];
}
