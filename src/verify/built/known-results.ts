import type { Unit } from '../program/program.ts';
import type { Failure } from './check.ts';

/** What came of a unit. */
export type UnitResult = 'passed' | Failure;

/** What came of units so far: what two programs have in common is run once. */
export interface KnownResults {
  /**
   * Asks for a unit. `mine`: whoever asked has to run it, and to {@link settle} it. Otherwise its result,
   * once there is one; `undefined` when it was given up.
   */
  claim(unit: Unit): 'mine' | Promise<UnitResult | undefined>;
  /** Tells the result of a claimed unit; without one it is given up, and the next who asks has it. */
  settle(unit: Unit, result?: UnitResult): void;
}

/** Remembers nothing yet. */
export function knownResults(): KnownResults {
  const results = new Map<string, Pending>();
  return {
    claim: ({ fingerprint }) => {
      const before = results.get(fingerprint);
      if (before) return before.promise;
      results.set(fingerprint, pending());
      return 'mine';
    },
    settle: ({ fingerprint }, result) => {
      results.get(fingerprint)?.resolve(result);
      if (result === undefined) results.delete(fingerprint);
    },
  };
}

interface Pending {
  readonly promise: Promise<UnitResult | undefined>;
  readonly resolve: (result: UnitResult | undefined) => void;
}

function pending(): Pending {
  let resolve: Pending['resolve'] = () => undefined;
  const promise = new Promise<UnitResult | undefined>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Knows nothing and learns nothing: for a second run that is compared with the first. */
export const forgetful: KnownResults = { claim: () => 'mine', settle: () => undefined };
