import { percentile } from './percentile.ts';
import type { Thresholds, UserReport } from './protocol.ts';

/** One condition on one metric, and how it came out. `actual` is in milliseconds or a share of 1. */
export interface Verdict {
  readonly metric: string;
  readonly condition: string;
  readonly actual: number;
  readonly passed: boolean;
}

/** A metric, or that of only the requests with one name: `http_req_duration{name:GET /orders}`. */
const metricForm = /^(?<metric>\w+)(?:\{name:(?<route>[^{}]+)\})?$/;

type Metric =
  | { readonly kind: 'trend'; readonly samples: readonly number[] }
  | { readonly kind: 'rate'; readonly hits: number; readonly total: number };

const form =
  /^(p\((?<percent>\d+(?:\.\d+)?)\)|avg|med|min|max|rate)\s*(?<operator><=|>=|<|>)\s*(?<limit>\d+(?:\.\d+)?)$/;

const compare: Readonly<Record<string, (actual: number, limit: number) => boolean>> = {
  '<': (actual, limit) => actual < limit,
  '<=': (actual, limit) => actual <= limit,
  '>': (actual, limit) => actual > limit,
  '>=': (actual, limit) => actual >= limit,
};

/**
 * Judges a run by the thresholds of its script.
 *
 * @throws Error when a metric or a condition is one that this runner does not know: silence would
 * pass for green.
 */
export function judge(thresholds: Thresholds, users: readonly UserReport[]): readonly Verdict[] {
  return Object.entries(thresholds).flatMap(([name, conditions]) => {
    const { metric: base = '', route } = metricForm.exec(name)?.groups ?? {};
    const metrics = measure(users, route);
    const metric = metrics[base];
    if (metric === undefined) {
      const known = Object.keys(metrics).join(', ');
      throw new Error(
        `the runner knows the metrics ${known}, and of one route with {name:ROUTE}; found a threshold on "${name}"`,
      );
    }
    return conditions.map((condition) => decide(name, metric, condition));
  });
}

function measure(
  users: readonly UserReport[],
  route: string | undefined,
): Readonly<Record<string, Metric>> {
  const calls = users
    .flatMap((user) => user.calls)
    .filter((call) => route === undefined || call.name === route);
  const checks = users.flatMap((user) => user.checks);
  return {
    http_req_duration: { kind: 'trend', samples: calls.map((call) => call.durationMs) },
    http_req_failed: {
      kind: 'rate',
      hits: calls.filter((call) => call.status < 200 || call.status >= 400).length,
      total: calls.length,
    },
    // A check belongs to no route.
    ...(route === undefined && {
      checks: {
        kind: 'rate',
        hits: checks.filter((check) => check.passed).length,
        total: checks.length,
      },
    }),
  };
}

function decide(name: string, metric: Metric, condition: string): Verdict {
  const parts = form.exec(condition.trim());
  const [statistic = ''] = parts?.slice(1) ?? [];
  const { operator = '', limit = '', percent } = parts?.groups ?? {};
  const holds = compare[operator];
  const actual = read(metric, statistic, Number(percent));
  if (holds === undefined || actual === undefined) {
    throw new Error(
      `the runner cannot judge ${name}: "${condition}"; it knows p(N), avg, med, min and max of ` +
        'durations, and the rate of failures and checks',
    );
  }
  return { metric: name, condition, actual, passed: holds(actual, Number(limit)) };
}

function read(metric: Metric, statistic: string, percent: number): number | undefined {
  if (metric.kind === 'rate') {
    return statistic === 'rate' ? metric.hits / Math.max(metric.total, 1) : undefined;
  }
  const { samples } = metric;
  if (statistic.startsWith('p(')) return percentile(samples, percent);
  if (statistic === 'med') return percentile(samples, 50);
  if (statistic === 'min') return percentile(samples, 0);
  if (statistic === 'max') return percentile(samples, 100);
  if (statistic === 'avg') return samples.reduce((a, b) => a + b, 0) / Math.max(samples.length, 1);
  return undefined;
}
