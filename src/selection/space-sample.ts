import type { Pack } from '../pack/pack.ts';
import { type RandomNumber, randomNumbers, shuffled } from './random-numbers.ts';
import { type Combination, combinationId } from './combination.ts';
import { type Factors, factorsOf, practicesOf } from './space-factors.ts';
import { assigned, type Domains, openDomains, someSolution } from './space-search.ts';

/**
 * Combinations at random; the same ones for the same seed, on every machine. Where practices exclude each
 * other, some come up more often than others.
 */
export function* randomCombinations(pack: Pack, seed: number): Generator<Combination, void> {
  const factors = factorsOf(pack);
  const open = openDomains(factors);
  if (!open) return;
  const random = randomNumbers(seed);
  for (;;) yield atRandom(factors, open, random);
}

/**
 * Every way in which some practices can be absent or present with their options, each in one combination
 * that is random in the rest.
 *
 * @param ids - the practices; one that only comes along stands for those that bring it
 */
export function* assignmentsOf(
  pack: Pack,
  ids: ReadonlySet<string>,
  seed: number,
): Generator<Combination, void> {
  const factors = factorsOf(pack);
  const open = openDomains(factors);
  if (!open) return;
  const random = randomNumbers(seed);
  const among = open.flatMap((levels, factor) =>
    levels.some((level) => isAbout(factors, level, ids)) ? [factor] : [],
  );
  for (const domains of assignments(factors, open, among)) {
    yield atRandom(factors, domains, random);
  }
}

function isAbout({ levels }: Factors, level: number, ids: ReadonlySet<string>): boolean {
  const { practice, company } = levels[level] ?? {};
  if (practice !== undefined && ids.has(practice)) return true;
  return [...(company?.present ?? [])].some((id) => ids.has(id));
}

function* assignments(
  factors: Factors,
  domains: Domains,
  [first, ...rest]: readonly number[],
): Generator<Domains> {
  if (first === undefined) {
    if (someSolution(factors, domains)) yield domains;
    return;
  }
  for (const level of domains[first] ?? []) {
    const next = assigned(factors, domains, first, level);
    if (next) yield* assignments(factors, next, rest);
  }
}

function atRandom(factors: Factors, domains: Domains, random: RandomNumber): Combination {
  const mixed = domains.map((levels) => shuffled(levels, random));
  const practices = practicesOf(factors, someSolution(factors, mixed) ?? []);
  return { id: combinationId(practices), practices };
}
