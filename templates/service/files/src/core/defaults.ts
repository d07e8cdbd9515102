import type { Cache, Outbound, OutboundCall, Ports } from './contract.ts';

/** No cache: every read loads. */
export const passThroughCache: Cache = {
  read: (_key, load) => load(),
  invalidate: () => undefined,
};

/** How long one call may take, by target; `default` for the others. Milliseconds. */
export type OutboundTimeouts = Readonly<Record<string, number>> & { readonly default: number };

/** Calls once, bounded in time; falls back when the call says how. */
export function createPlainOutbound(timeouts: OutboundTimeouts): Outbound {
  return {
    call: async (call) => {
      try {
        return await attemptWithin(call, timeouts[call.target] ?? timeouts.default);
      } catch (error) {
        if (call.fallback === undefined) throw error;
        return call.fallback(error);
      }
    },
  };
}

/** The race bounds even an attempt that does not listen to its signal. */
async function attemptWithin<T>(call: OutboundCall<T>, timeoutMs: number): Promise<T> {
  const budget = new AbortController();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new DOMException(
      `${call.target} did not answer within ${String(timeoutMs)} ms`,
      'TimeoutError',
    );
    reject(error);
    budget.abort(error);
  }, timeoutMs);
  try {
    return await Promise.race([call.attempt(budget.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}

const noAccounts = () => {
  throw new Error('No module provides the accounts port.');
};

/** Until a module that keeps people provides them. */
export const missingAccounts: Ports['accounts'] = { findOrCreate: noAccounts, find: noAccounts };
