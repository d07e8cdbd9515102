/** The part of the module `k6` that the scripts use, for the runner. It is not k6. */
import { recorded } from './recorder.ts';

/** Tests `value` with each named function, records how each came out, and says whether all held. */
export function check<T>(
  value: T,
  tests: Readonly<Record<string, (value: T) => boolean>>,
): boolean {
  const results = Object.entries(tests).map(([name, test]) => ({ name, passed: test(value) }));
  recorded.checks.push(...results);
  return results.every((result) => result.passed);
}

/** Runs `work`; k6 names its figures after the group, this runner has no use for the name. */
export function group<T>(_name: string, work: () => T): T {
  return work();
}

/** Blocks this virtual user, and no other. */
export function sleep(seconds: number): void {
  if (seconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

/** Ends the iteration with an error. */
export function fail(message: string): never {
  throw new Error(message);
}
