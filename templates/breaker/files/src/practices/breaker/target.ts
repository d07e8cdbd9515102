import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  CountBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
  type IRetryBackoffContext,
} from 'cockatiel';
import type { FastifyBaseLogger } from 'fastify';
import { askedDelay, nextDelay } from './backoff.ts';
import { isTransient } from './failure.ts';
import type { BreakerSettings } from './settings.ts';

/** One other system. Its circuit and its bulkhead are shared by all calls to it. */
export interface Target {
  /** Whether its calls are refused, or wait for a probe that is under way. */
  readonly isOpen: boolean;
  /**
   * Runs `attempt` until it succeeds, fails for good, or the time is up.
   *
   * @param retryable - Whether it may run more than once.
   */
  run<T>(retryable: boolean, attempt: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/**
 * From the outside in: the time for the whole call, the bulkhead with its bounded queue, the
 * retries, the circuit, the time for one attempt. The circuit is inside the retries, so that it
 * counts attempts, and a retry finds it open.
 */
export function createTarget(
  name: string,
  settings: BreakerSettings,
  log: FastifyBaseLogger,
): Target {
  const total = within(settings.BREAKER_TOTAL_TIMEOUT_MS);
  const room = bulkhead(settings.BREAKER_CONCURRENCY, settings.BREAKER_QUEUE);
  const circuit = createCircuit(settings);
  const single = within(settings.BREAKER_ATTEMPT_TIMEOUT_MS);
  const once = wrap(total, room, circuit, single);
  const repeated = wrap(total, room, createRetries(settings), circuit, single);

  let refusesUntil = 0;
  circuit.onStateChange((state) => {
    if (state === CircuitState.Open) refusesUntil = Date.now() + settings.BREAKER_OPEN_MS;
    const to = { target: name, circuit: CircuitState[state] };
    if (state === CircuitState.Open) log.warn(to, 'circuit opened: calls are refused');
    else log.info(to, state === CircuitState.Closed ? 'circuit closed' : 'circuit probes');
  });

  return {
    get isOpen() {
      // The circuit itself says `Open` until the next call, which may be days away.
      if (circuit.state === CircuitState.Open) return Date.now() < refusesUntil;
      return circuit.state !== CircuitState.Closed;
    },
    run: (retryable, attempt) =>
      (retryable ? repeated : once).execute(({ signal }) => {
        // A retry that was waiting when the time ran out.
        signal.throwIfAborted();
        return attempt(signal);
      }),
  };
}

/** Aggressive: it ends even a call that does not listen to its signal. */
const within = (ms: number) =>
  timeout(ms, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });

const createCircuit = (settings: BreakerSettings) =>
  circuitBreaker(handleWhen(isTransient), {
    halfOpenAfter: settings.BREAKER_OPEN_MS,
    breaker: new CountBreaker({
      threshold: settings.BREAKER_FAILURE_PERCENT / 100,
      size: settings.BREAKER_WINDOW_CALLS,
      minimumNumberOfCalls: settings.BREAKER_MINIMUM_CALLS,
    }),
  });

function createRetries(settings: BreakerSettings) {
  const bounds = { baseMs: settings.BREAKER_BASE_DELAY_MS, maxMs: settings.BREAKER_MAX_DELAY_MS };
  // To come earlier than asked would be rude, to wait longer than we may is pointless.
  const worthwhile = (error: unknown) => isTransient(error) && askedDelay(error) <= bounds.maxMs;
  return retry(handleWhen(worthwhile), {
    maxAttempts: settings.BREAKER_ATTEMPTS - 1,
    backoff: new DelegateBackoff<IRetryBackoffContext<unknown>, number>(({ result }, last) => {
      const state = nextDelay(last, bounds);
      const asked = 'error' in result ? askedDelay(result.error) : 0;
      return { state, delay: Math.max(state, asked) };
    }),
  });
}
