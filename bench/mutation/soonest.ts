import type { Unit } from '../../src/verify/program/program.ts';
import type { Mutant } from './mutant.ts';

/** How many tests are in the first portion; each next one has three times as many. */
const firstTests = 2;

/** Where the changed file stands in a service. */
export const changedPath = ({ file }: Mutant): string =>
  file.replace(/^[^/]+\/files[^/]*\//, '').replace(/\.hbs$/, '');

/** A test file, and how many files it reads. */
export interface Test {
  readonly path: string;
  readonly reads: number;
}

/**
 * Tests in portions, so that a defect is found soonest: first those that stand nearest to the changed
 * file, and of these the ones that read least, which are most about what they read.
 */
export function nearestFirst(
  tests: readonly Test[],
  changed: string,
): readonly (readonly string[])[] {
  const paths = tests
    .toSorted(
      (one, other) =>
        near(other.path, changed) - near(one.path, changed) || one.reads - other.reads,
    )
    .map(({ path }) => path);
  const portions: (readonly string[])[] = [];
  for (let begin = 0, size = firstTests; begin < paths.length; begin += size, size *= 3) {
    portions.push(paths.slice(begin, begin + size));
  }
  return portions;
}

/** How far two paths go together: folders, and half a step more for the test of the very file. */
function near(test: string, changed: string): number {
  const parts = changed.split('/');
  const apart = test.split('/').findIndex((part, at) => part !== parts[at]);
  const own = test.startsWith(changed.replace(/\.[^./]+$/, '.'));
  return apart + (own ? 0.5 : 0);
}

/** Units in portions: types and lint, then tests, then what the whole program does. */
export function soonest(units: readonly Unit[], changed: string): readonly (readonly Unit[])[] {
  const only = (...checks: readonly Unit['check'][]): readonly Unit[] =>
    units.filter(({ check }) => checks.includes(check));
  const tests = units.flatMap(({ test: path, files }) =>
    path === undefined ? [] : [{ path, reads: files.size }],
  );
  const portions = nearestFirst(tests, changed).map((paths) =>
    units.filter(({ test }) => test !== undefined && paths.includes(test)),
  );
  return [only('types', 'lint'), ...portions, only('build', 'boot')].filter(
    ({ length }) => length > 0,
  );
}
