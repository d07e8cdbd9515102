/** Runs a load script without k6: `cli.ts [smoke|load|stress|soak] [users] [iterations]`. */
import { scriptUrl, toScript } from '../scripts.ts';
import { type RunReport, runScript } from './run.ts';

/** As k6 exits when a threshold is crossed. */
const thresholdsCrossed = 99;

const [name = 'smoke', users = '1', iterations = '3'] = process.argv.slice(2);
const { BASE_URL = 'http://127.0.0.1:3000', TOKEN, THINK_SECONDS = '0' } = process.env;

try {
  const script = toScript(name);
  const report = await runScript({
    script: scriptUrl(script),
    env: { BASE_URL, THINK_SECONDS, ...(TOKEN === undefined ? {} : { TOKEN }) },
    users: toCount('users', users),
    iterations: toCount('iterations', iterations),
  });
  process.stdout.write(describe(script, report));
  if (!report.passed) process.exitCode = thresholdsCrossed;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function toCount(what: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`${what} must be a whole number from 1, found "${text}"`);
}

function describe(
  script: string,
  { calls, checks, iterations: done, verdicts }: RunReport,
): string {
  const lines = [
    'This is not k6: a small runner that shows whether the script works. It puts no load on anything.',
    `${script}: ${done} iterations, ${calls.length} requests to ${BASE_URL}`,
    ...[...new Set(checks.map((check) => check.name))].map((check) => {
      const all = checks.filter((one) => one.name === check);
      return `  ${all.filter((one) => one.passed).length}/${all.length}  ${check}`;
    }),
    ...verdicts.map(
      ({ passed, metric, condition, actual }) =>
        `  ${passed ? 'holds' : 'CROSSED'}  ${metric} ${condition}: ${actual.toFixed(3)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
