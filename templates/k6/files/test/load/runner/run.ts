import type { Call, CheckResult } from './protocol.ts';
import { runThread } from './thread.ts';
import { judge, type Verdict } from './thresholds.ts';

export interface RunSettings {
  /** URL of the script's file. */
  readonly script: URL;
  /** What the script reads from `__ENV`. */
  readonly env: Readonly<Record<string, string>>;
  /** How many virtual users run side by side. */
  readonly users: number;
  /** How often each runs the default function. */
  readonly iterations: number;
}

export interface RunReport {
  readonly calls: readonly Call[];
  readonly checks: readonly CheckResult[];
  readonly verdicts: readonly Verdict[];
  readonly iterations: number;
  /** All thresholds held. */
  readonly passed: boolean;
}

/**
 * Runs a k6 script without k6: setup, a few users, teardown, thresholds. It ignores the load that the
 * script's options ask for, so its figures show that the script works, not what the service bears.
 *
 * @throws whatever the script throws, and Error for a threshold that it cannot judge.
 */
export async function runScript(settings: RunSettings): Promise<RunReport> {
  const { env, iterations } = settings;
  const base = { script: settings.script.href, env, iterations };
  const setup = await runThread('setup', { ...base, user: 0, data: undefined });
  const data = setup.result;
  const users = await Promise.all(
    Array.from({ length: settings.users }, (_, index) =>
      runThread('user', { ...base, user: index + 1, data }),
    ),
  );
  const teardown = setup.tearsDown ? [await runThread('teardown', { ...base, user: 0, data })] : [];
  const reports = [setup, ...users, ...teardown].map((thread) => thread.report);
  const verdicts = judge(setup.thresholds, reports);
  return {
    calls: reports.flatMap((report) => report.calls),
    checks: reports.flatMap((report) => report.checks),
    verdicts,
    iterations: reports.reduce((sum, report) => sum + report.iterations, 0),
    passed: verdicts.every((verdict) => verdict.passed),
  };
}
