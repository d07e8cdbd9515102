import { PlinthError } from '../../pack/error.ts';
import type { Pack } from '../../pack/pack.ts';
import { didYouMean } from '../../pack/suggest.ts';
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
  readonly leftOut: string;
}

/** Which part of the services is wanted. */
export interface Part {
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
export function whichServices(pack: Pack, { only, shard }: Part): Services {
  if (only !== undefined && !pack.practices.has(only)) {
    throw new PlinthError('PLINTH_UNKNOWN_PRACTICE', `there is no practice "${only}"`, {
      hint: didYouMean(only, [...pack.practices.keys()]),
    });
  }
  const { combinations, covered, leftOut } = whichCombinations(pack);
  const others = otherAnswers(pack);
  const pairs = coveringArray(pack, 2);
  const all = [
    ...combinations.map((combination): Service => ({
      id: combination.id,
      selection: resolve(pack, answersFor(pack, combination)),
    })),
    ...others.flatMap(({ label, answers }) =>
      pairs.map((combination): Service => ({
        id: combination.id,
        selection: resolve(pack, { ...answersFor(pack, combination), ...answers }),
        other: label,
      })),
    ),
  ];
  const labels = others.map(({ label }) => label).join(', ');
  const restrictions = [
    ...(only === undefined ? [] : [`; of these only those with ${only}`]),
    ...(shard === undefined ? [] : [`; of these only part ${shard.index} of ${shard.count}`]),
  ];
  return {
    services: all
      .filter((_, index) => shard === undefined || index % shard.count === shard.index - 1)
      .filter(({ selection }) => only === undefined || selection.practices.has(only)),
    covered: `${covered}; all pairs of option values with ${labels}${restrictions.join('')}`,
    leftOut: [leftOut, 'other modules of one’s own'].filter((text) => text !== '').join('; '),
  };
}
