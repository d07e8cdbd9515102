import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';
import { didYouMean } from '../../pack/suggest.ts';
import type { Combination } from '../../selection/combination.ts';
import { coveringArray } from '../../selection/covering-array.ts';
import { resolve, type Selection } from '../../selection/resolve.ts';
import { answersFor } from '../../selection/space.ts';
import { otherAnswers } from './other-answers.ts';
import { whichCombinations } from './which-combinations.ts';

/** One service that is rendered. */
export interface Service {
  /** The id of its combination. */
  readonly id: string;
  readonly selection: Selection;
  /** In what it differs from the other service of that combination. */
  readonly other?: string | undefined;
}

export interface Services {
  readonly services: readonly Service[];
  readonly covered: string;
  readonly leftOut: readonly string[];
}

/** Which part of the services is wanted. */
export interface Part {
  /** Only this one, with the other answers that pairs are rendered with. */
  readonly combination?: Combination | undefined;
  /** Only the combinations in which this practice is present. */
  readonly only?: string | undefined;
  /** The `index`-th, from 1, of `count` parts. */
  readonly shard?: { readonly index: number; readonly count: number } | undefined;
}

/**
 * The services that are rendered: of each combination one, and a few more for the answers beside the
 * practices.
 *
 * @throws PlinthError `PLINTH_UNKNOWN_PRACTICE` for an `only` that the pack lacks
 */
export function whichServices(pack: Pack, { combination, only, shard }: Part): Services {
  if (only !== undefined && !pack.practices.has(only)) {
    throw new PlinthError('PLINTH_UNKNOWN_PRACTICE', `there is no practice "${only}"`, {
      hint: didYouMean(only, [...pack.practices.keys()]),
    });
  }
  const { combinations, covered, leftOut } = combination
    ? { combinations: [combination], covered: `${combination.id}, rendered whole`, leftOut: [] }
    : whichCombinations(pack);
  const others = otherAnswers(pack);
  const varied = combination ? [combination] : coveringArray(pack, 2);
  const all = [
    ...combinations.map((each): Service => ({
      id: each.id,
      selection: resolve(pack, answersFor(pack, each)),
    })),
    ...others.flatMap(({ label, answers }) =>
      varied.map((each): Service => ({
        id: each.id,
        selection: resolve(pack, { ...answersFor(pack, each), ...answers }),
        other: label,
      })),
    ),
  ];
  const what = combination ? 'it' : 'all pairs of option values';
  const labels = others.map(({ label }) => label).join(', ');
  const restrictions = [
    ...(only === undefined ? [] : [`; of these only those with ${only}`]),
    ...(shard === undefined ? [] : [`; of these only part ${shard.index} of ${shard.count}`]),
  ];
  return {
    services: all
      .filter((_, index) => shard === undefined || index % shard.count === shard.index - 1)
      .filter(({ selection }) => only === undefined || selection.practices.has(only)),
    covered: `${covered}; ${what} with ${labels}${restrictions.join('')}`,
    leftOut: [...leftOut, 'other modules of one’s own'],
  };
}
