import type { Unit } from '../../src/verify/program/program.ts';

/** How many tests are in the first portion; each next one has three times as many. */
const firstTests = 4;

/**
 * Units in portions, so that a defect is found soonest: types and lint, then the tests that read least,
 * which are most about what they read, then the others, then what the whole program does.
 */
export function soonest(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const only = (...checks: readonly Unit['check'][]): readonly Unit[] =>
    units.filter(({ check }) => checks.includes(check));
  const tests = only('tests').toSorted((one, other) => one.files.size - other.files.size);
  const portions: (readonly Unit[])[] = [];
  for (let begin = 0, size = firstTests; begin < tests.length; begin += size, size *= 3) {
    portions.push(tests.slice(begin, begin + size));
  }
  return [only('types', 'lint'), ...portions, only('build', 'boot')].filter(
    ({ length }) => length > 0,
  );
}
