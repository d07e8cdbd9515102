import { isBrokenCircuitError, isBulkheadRejectedError, isTaskCancelledError } from 'cockatiel';
import type { FastifyBaseLogger } from 'fastify';
import type { Check, Outbound, OutboundCall } from '../../core/contract.ts';
import { unavailable } from '../../core/errors.ts';
import type { BreakerSettings } from './settings.ts';
import { createTarget, type Target } from './target.ts';

export interface ResilientOutbound {
  readonly port: Outbound;
  /** Fails while the circuit of any target refuses calls or probes. */
  readonly check: Check;
}

/**
 * Bounds every call by its target's policies, then falls back.
 *
 * @param inner - Makes each single attempt.
 */
export function createResilientOutbound(
  inner: Outbound,
  settings: BreakerSettings,
  log: FastifyBaseLogger,
): ResilientOutbound {
  const targets = new Map<string, Target>();
  const targetOf = (name: string) => {
    const known = targets.get(name) ?? createTarget(name, settings, log);
    targets.set(name, known);
    return known;
  };

  const run = async <T>(call: OutboundCall<T>) => {
    const { target, retryable, attempt } = call;
    try {
      return await targetOf(target).run(retryable, (signal) =>
        inner.call({
          target,
          retryable,
          attempt: (innerSignal) => attempt(AbortSignal.any([signal, innerSignal])),
        }),
      );
    } catch (error) {
      throw explain(error, call.target, settings);
    }
  };

  return {
    port: {
      async call(call) {
        try {
          return await run(call);
        } catch (error) {
          if (call.fallback === undefined) throw error;
          return call.fallback(error);
        }
      },
    },
    check: {
      name: 'circuits',
      critical: false,
      run() {
        const open = [...targets].filter(([, target]) => target.isOpen).map(([name]) => name);
        if (open.length === 0) return Promise.resolve();
        return Promise.reject(new Error(`no calls to ${open.join(', ')}: the circuit is open`));
      },
    },
  };
}

/** In the service's own words, whatever library refused the call. */
function explain(error: unknown, target: string, settings: BreakerSettings): unknown {
  const options = {
    cause: error,
    retryAfterSeconds: Math.ceil(settings.BREAKER_OPEN_MS / 1_000),
  };
  if (isBrokenCircuitError(error))
    return unavailable(`${target} is failing; calls to it are paused.`, undefined, options);
  if (isBulkheadRejectedError(error))
    return unavailable(`Too many calls to ${target} are under way.`, undefined, options);
  if (isTaskCancelledError(error))
    return unavailable(`${target} did not answer in time.`, undefined, options);
  return error;
}
