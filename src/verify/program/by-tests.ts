import type { SharedProgram } from './programs.ts';

/** A program, and others that run no test but its own. */
export type Group = readonly [SharedProgram, ...SharedProgram[]];

/**
 * Puts each program to one that runs all of its tests, where there is one: that has the most tests of its
 * group, and is the first.
 *
 * @param most - programs of a group
 */
export function byTests(
  programs: readonly SharedProgram[],
  most = Number.POSITIVE_INFINITY,
): readonly Group[] {
  const groups: [SharedProgram, ...SharedProgram[]][] = [];
  for (const program of programs.toSorted((a, b) => b.tests.size - a.tests.size)) {
    const home = groups.find(
      (group) => group.length < most && isSubset(program.tests, group[0].tests),
    );
    if (home) home.push(program);
    else groups.push([program]);
  }
  return groups;
}

const isSubset = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  [...part].every((item) => whole.has(item));
