import type { Pack } from '../../pack/pack.ts';
import type { Combination } from '../../selection/combination.ts';
import { coveringArray } from '../../selection/covering-array.ts';
import { presetPractices } from '../../selection/request.ts';
import { closed, combinations } from '../../selection/space.ts';
import { countCombinations } from '../../selection/space-count.ts';
import { assignmentsOf, randomCombinations } from '../../selection/space-sample.ts';
import { namedPractices } from './named-practices.ts';

/** The combinations that are rendered, and what that means. */
export interface Rendering {
  readonly combinations: readonly Combination[];
  readonly covered: string;
  readonly leftOut: readonly string[];
}

/** How many combinations are rendered whole; of more, a part stands for the rest. */
const mostWhole = 5_000;
/** How many random combinations the part has. */
const samples = 10_000;
/** In how many ways a file may depend on practices, for each to be rendered. */
const mostAssignments = 1_000;

/**
 * Which combinations of a pack are rendered: all of them, if there are not too many. Otherwise by
 * locality: a file depends on the practices that its condition and its template name, and the shared files
 * on their contributions, so each file is rendered in all of its own ways, the contributions in all
 * threes, and a sample shows that nothing was forgotten.
 */
export function whichCombinations(pack: Pack): Rendering {
  const count = countCombinations(pack);
  if (count <= BigInt(mostWhole)) {
    return {
      combinations: [...combinations(pack)],
      covered: `all ${count} combinations, each rendered whole`,
      leftOut: [],
    };
  }
  const { found, tooMany } = localCombinations(pack);
  return {
    combinations: [...found.values()],
    covered:
      `${found.size} of ${count} combinations: the presets, all threes of option values, each file ` +
      `in all of its own ways, and ${samples} at random`,
    leftOut: [
      'four contributions to a shared file that only meet elsewhere',
      ...(tooMany.length === 0 ? [] : [`all ways of ${tooMany.join(', ')}`]),
    ],
  };
}

function localCombinations(pack: Pack): {
  readonly found: ReadonlyMap<string, Combination>;
  /** Files that name too many practices. */
  readonly tooMany: readonly string[];
} {
  const found = new Map<string, Combination>();
  const add = (combination: Combination): void => void found.set(combination.id, combination);
  for (const name of Object.keys(pack.presets)) add(closed(pack, presetPractices(pack, name)));
  for (const combination of coveringArray(pack, 3)) add(combination);
  const tooMany: string[] = [];
  const done = new Set<string>();
  for (const practice of pack.practices.values()) {
    for (const file of practice.files) {
      const named = namedPractices(practice, file);
      const key = [...named].sort().join(' ');
      if (done.has(key)) continue;
      done.add(key);
      if (!addAssignments(pack, named, add)) tooMany.push(file.source);
    }
  }
  for (const combination of take(randomCombinations(pack, 1), samples)) add(combination);
  return { found, tooMany };
}

/** Returns false when there are too many, and leaves the rest out. */
function addAssignments(
  pack: Pack,
  named: ReadonlySet<string>,
  add: (combination: Combination) => void,
): boolean {
  let count = 0;
  for (const combination of assignmentsOf(pack, named, 1)) {
    if (count === mostAssignments) return false;
    count += 1;
    add(combination);
  }
  return true;
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const item of items) {
    if (taken === count) return;
    taken += 1;
    yield item;
  }
}
