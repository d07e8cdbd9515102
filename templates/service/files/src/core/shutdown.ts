import type { FastifyBaseLogger } from 'fastify';

/** One thing to do before the process ends. */
export interface ShutdownStep {
  readonly name: string;
  /** The part of the whole budget that it may take, 0 to 1. */
  readonly share: number;
  run(): Promise<unknown>;
  /** What to do about it when its time is over. */
  force?(): void;
}

/**
 * Runs the steps in order, each within its share of the budget. One that fails or takes too long is
 * logged, and the next one begins: the end always comes. Never rejects.
 */
export async function runShutdown(
  steps: readonly ShutdownStep[],
  budgetMs: number,
  log: FastifyBaseLogger,
): Promise<void> {
  for (const { name, share, run, force } of steps) {
    const begun = performance.now();
    try {
      await within(run(), share * budgetMs);
      log.debug({ step: name, durationMs: Math.round(performance.now() - begun) }, 'stopped');
    } catch (error) {
      log.error({ err: error, step: name }, 'shutdown step did not finish');
      force?.();
    }
  }
}

async function within(work: Promise<unknown>, limitMs: number): Promise<void> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`not done within ${String(limitMs)} ms`));
  }, limitMs);
  try {
    await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
