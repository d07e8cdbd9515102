import type { Unit } from '../program/program.ts';
import type { Failure } from './check.ts';

/** What came of units so far: what two programs have in common is run once. */
export interface KnownResults {
  /** `undefined`: it was not run yet. */
  of(unit: Unit): 'passed' | Failure | undefined;
  note(unit: Unit, result: 'passed' | Failure): void;
}

/** Remembers nothing yet. */
export function knownResults(): KnownResults {
  const results = new Map<string, 'passed' | Failure>();
  return {
    of: ({ fingerprint }) => results.get(fingerprint),
    note: ({ fingerprint }, result) => results.set(fingerprint, result),
  };
}

/** Knows nothing and learns nothing: for a second run that is compared with the first. */
export const forgetful: KnownResults = { of: () => undefined, note: () => undefined };
