import type { FastifyBaseLogger } from 'fastify';
import type { Check } from './contract.ts';

export type CheckStatus = 'up' | 'down';
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/** What `/health` answers. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

export interface CheckResult {
  readonly status: CheckStatus;
  readonly critical: boolean;
  readonly durationMs: number;
}

export interface Health {
  /** Runs every check at once; a result is used again for `cacheMs`. Never rejects. */
  report(): Promise<HealthReport>;
  /** From now on not ready, whatever the checks say: the process is about to stop. */
  drain(): void;
  readonly draining: boolean;
}

export interface HealthOptions {
  readonly checks: readonly Check[];
  readonly log: FastifyBaseLogger;
  /** A check that takes longer counts as down. */
  readonly timeoutMs?: number;
  readonly cacheMs?: number;
}

/** Creates the registry of what this process depends on. */
export function createHealth({
  checks,
  log,
  timeoutMs = 500,
  cacheMs = 1_000,
}: HealthOptions): Health {
  let draining = false;
  let latest: { readonly at: number; readonly report: Promise<HealthReport> } | undefined;
  return {
    get draining() {
      return draining;
    },
    drain: () => {
      draining = true;
    },
    report: () => {
      const now = performance.now();
      if (latest === undefined || now - latest.at > cacheMs) {
        latest = { at: now, report: runAll(checks, timeoutMs, log) };
      }
      return latest.report;
    },
  };
}

async function runAll(
  checks: readonly Check[],
  timeoutMs: number,
  log: FastifyBaseLogger,
): Promise<HealthReport> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await runOne(check, timeoutMs, log)] as const),
  );
  return {
    status: statusOf(results.map(([, result]) => result)),
    checks: Object.fromEntries(results),
  };
}

async function runOne(
  check: Check,
  timeoutMs: number,
  log: FastifyBaseLogger,
): Promise<CheckResult> {
  const begun = performance.now();
  const failure = await failureOf(check, timeoutMs);
  const durationMs = Math.round(performance.now() - begun);
  if (failure === undefined) return { status: 'up', critical: check.critical, durationMs };
  log.warn({ err: failure, check: check.name, durationMs }, 'health check failed');
  return { status: 'down', critical: check.critical, durationMs };
}

/** The race holds even when a check ignores its signal: a frozen dependency often cannot hear it. */
async function failureOf(check: Check, timeoutMs: number): Promise<Error | undefined> {
  const budget = new AbortController();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`no answer within ${String(timeoutMs)} ms`);
    reject(error);
    budget.abort(error);
  }, timeoutMs);
  try {
    await Promise.race([check.run(budget.signal), expired]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

function statusOf(results: readonly CheckResult[]): HealthStatus {
  const down = results.filter(({ status }) => status === 'down');
  if (down.length === 0) return 'healthy';
  return down.some(({ critical }) => critical) ? 'unhealthy' : 'degraded';
}
