import { ConfigError, readEnv } from '../../core/config.ts';
import type { Practice } from '../../core/contract.ts';
import { createResilientOutbound } from './resilient-outbound.ts';
import { breakerEnv, type BreakerSettings } from './settings.ts';

export const breaker: Practice<undefined> = {
  name: 'breaker',
  phase: 'resilience',
  needs: [],
  install({ env, log, ports }) {
    const settings = readEnv(breakerEnv, env);
    requireReachableMinimum(settings);
    const { port, check } = createResilientOutbound(ports.outbound, settings, log);
    return Promise.resolve({ handle: undefined, ports: { outbound: port }, checks: [check] });
  },
};

/** A circuit that needs more calls than it remembers would never open. */
function requireReachableMinimum(settings: BreakerSettings): void {
  const { BREAKER_MINIMUM_CALLS: minimum, BREAKER_WINDOW_CALLS: window } = settings;
  if (minimum <= window) return;
  throw new ConfigError([
    `BREAKER_MINIMUM_CALLS must be at most BREAKER_WINDOW_CALLS (${String(window)}), found ${String(minimum)}`,
  ]);
}
