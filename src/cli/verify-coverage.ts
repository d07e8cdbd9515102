import { PlinthError } from '../pack/error.ts';
import type { Pack } from '../pack/pack.ts';
import { didYouMean } from '../pack/suggest.ts';
import { type Coverage, havingPractice, whichPrograms } from '../verify/which-programs.ts';

/** A tier that runs programs. */
export type ProgramTier = 'built' | 'faulted';

/** What a tier that runs programs is to cover. */
export interface CoverageRequest {
  readonly tier: ProgramTier;
  readonly only?: string | undefined;
  readonly strength?: number | undefined;
}

/** Pairs: more is what the tier costs too much for. */
const faultedStrength = 2;

/**
 * The combinations that a tier covers.
 *
 * @throws PlinthError `PLINTH_UNKNOWN_PRACTICE`
 */
export function coverageOf(pack: Pack, { tier, only, strength }: CoverageRequest): Coverage {
  if (only !== undefined && !pack.practices.has(only)) {
    throw new PlinthError('PLINTH_UNKNOWN_PRACTICE', `there is no practice "${only}"`, {
      hint: didYouMean(only, [...pack.practices.keys()]),
    });
  }
  const all = whichPrograms(pack, strength ?? (tier === 'faulted' ? faultedStrength : undefined));
  if (only === undefined) return all;
  const combinations = havingPractice(pack, all.combinations, only);
  return { ...all, combinations, covered: `${all.covered}; of these only those with ${only}` };
}
