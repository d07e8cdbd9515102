import type { Pack } from '../pack/pack.ts';
import type { Combination } from '../selection/combination.ts';
import { coveringArray } from '../selection/covering-array.ts';
import { offeredByGroup } from '../selection/groups.ts';
import { presetPractices } from '../selection/request.ts';
import { resolve } from '../selection/resolve.ts';
import { answersFor, closed, combinations } from '../selection/space.ts';
import { countCombinations } from '../selection/space-count.ts';

/** The combinations whose programs are built, and what that means. */
export interface Coverage {
  readonly combinations: readonly Combination[];
  readonly covered: string;
  readonly leftOut: readonly string[];
}

/** How many combinations are looked at one by one; of more, a part stands for the rest. */
const mostWhole = 5_000;

/**
 * Which combinations of a pack are built: all, if there are not too many. Otherwise each practice alone,
 * everything, everything but one, the presets, and every three option values together.
 *
 * @param strength - only so many option values together: a covering array in place of all
 */
export function whichPrograms(pack: Pack, strength?: number): Coverage {
  const count = countCombinations(pack);
  if (strength !== undefined) {
    const rows = coveringArray(pack, strength);
    return {
      combinations: rows,
      covered: `${rows.length} of ${count} combinations, with every ${strength} option values that go together`,
      leftOut: [`what only more than ${strength} option values do together`],
    };
  }
  if (count <= BigInt(mostWhole)) {
    return {
      combinations: [...combinations(pack)],
      covered: `all ${count} combinations`,
      leftOut: [],
    };
  }
  const found = new Map<string, Combination>();
  for (const combination of [...chosen(pack), ...coveringArray(pack, 3)]) {
    found.set(combination.id, combination);
  }
  return {
    combinations: [...found.values()],
    covered: `${found.size} of ${count} combinations: each practice alone, everything, everything but one, the presets, and every three option values that go together`,
    leftOut: ['what only four or more option values do together'],
  };
}

function chosen(pack: Pack): readonly Combination[] {
  const offered = [...offeredByGroup(pack).values()].flat().map(({ id }) => id);
  const everything = withoutConflicts(pack, offered);
  const requests = [
    ...offered.map((id) => [id]),
    everything,
    ...everything.map((id) => everything.filter((other) => other !== id)),
  ].map((ids) => Object.fromEntries(ids.map((id) => [id, {}])));
  const presets = Object.keys(pack.presets).map((name) => presetPractices(pack, name));
  return [...requests, ...presets].map((request) => closed(pack, request));
}

/** The first of each two that exclude each other. */
function withoutConflicts(pack: Pack, ids: readonly string[]): readonly string[] {
  const taken: string[] = [];
  const excludes = (a: string, b: string): boolean =>
    pack.practices.get(a)?.conflicts.includes(b) ?? false;
  for (const id of ids) {
    if (!taken.some((other) => excludes(id, other) || excludes(other, id))) taken.push(id);
  }
  return taken;
}

/** Those in which a practice is present, brought along or not; the base is in all of them. */
export function havingPractice(
  pack: Pack,
  all: readonly Combination[],
  practice: string,
): readonly Combination[] {
  return all.filter((combination) =>
    resolve(pack, answersFor(pack, combination)).practices.has(practice),
  );
}
