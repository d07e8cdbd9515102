import type { Pack } from '../pack/pack.ts';
import { type RandomNumber, randomNumbers, shuffled } from './random-numbers.ts';
import { combinationId, type Combination } from './combination.ts';
import { type Factors, factorsOf, practicesOf } from './space-factors.ts';
import { assigned, type Domains, openDomains, someSolution } from './space-search.ts';
import {
  compatibleTuples,
  countWith,
  countWithin,
  firstTuple,
  takeOut,
  type Tuples,
} from './tuples.ts';

/** Rows that are tried for each row that is taken. */
const candidates = 20;
/** How often a small array is built anew, for the shortest; a large one takes its time once. */
const mostAttempts = 20;
const tuplesOfAllAttempts = 20_000;

/**
 * Few combinations that together hold every possible set of `strength` values of different options. To
 * leave a practice out counts as a value.
 *
 * One row at a time, the best of several: each begins with a set that is missing and takes, option by
 * option in random order, the value that adds most, among those that can still become a combination:
 * AETG of D. Cohen, S. Dalal, M. Fredman, G. Patton, "The AETG System", IEEE Transactions on Software
 * Engineering 23 (1997), with the constraints of M. Cohen, M. Dwyer, J. Shi, "Constructing Interaction
 * Test Suites for Highly-Configurable Systems in the Presence of Constraints", the same 34 (2008).
 *
 * @param strength - how many options at a time, an integer from 1; more than there are count as all
 * @param seed - another one gives another array; the same one the same array, on every machine
 */
export function coveringArray(pack: Pack, strength: number, seed = 1): readonly Combination[] {
  const factors = factorsOf(pack);
  const open = openDomains(factors);
  if (!open) return [];
  const tuples = compatibleTuples(factors, open, Math.min(strength, open.length));
  const random = randomNumbers(seed);
  const attempts = Math.floor(tuplesOfAllAttempts / (tuples.marks.length + 1));
  let best: readonly (readonly number[])[] | undefined;
  for (let attempt = 0; attempt < Math.min(Math.max(attempts, 1), mostAttempts); attempt += 1) {
    const missing = { ...tuples, marks: Uint8Array.from(tuples.marks) };
    const rows = [...rowsFor({ factors, missing, random }, open)];
    if (best === undefined || rows.length < best.length) best = rows;
  }
  return (best ?? []).map((row) => {
    const practices = practicesOf(factors, row);
    return { id: combinationId(practices), practices };
  });
}

interface Search {
  readonly factors: Factors;
  readonly missing: Tuples;
  readonly random: RandomNumber;
}

function* rowsFor(search: Search, open: Domains): Generator<readonly number[]> {
  const { factors, missing } = search;
  for (let tuple = firstTuple(missing); tuple; tuple = firstTuple(missing)) {
    const start = withLevels(factors, open, tuple);
    // No two of its values exclude each other, and yet no combination has them all.
    if (!start || !someSolution(factors, start)) {
      takeOut(missing, tuple);
      continue;
    }
    const row = bestRow(search, start);
    takeOut(missing, row);
    yield row;
  }
}

function withLevels(
  factors: Factors,
  open: Domains,
  levels: readonly number[],
): Domains | undefined {
  return levels.reduce<Domains | undefined>((domains, level) => {
    const factor = factors.levels[level]?.factor;
    return domains && factor !== undefined ? assigned(factors, domains, factor, level) : undefined;
  }, open);
}

function bestRow(search: Search, start: Domains): readonly number[] {
  let best: readonly number[] = [];
  let most = -1;
  for (let candidate = 0; candidate < candidates; candidate += 1) {
    const row = oneRow(search, start);
    const gain = countWithin(search.missing, row);
    if (gain > most) [best, most] = [row, gain];
  }
  return best;
}

/** One combination that `start` can become. */
function oneRow({ factors, missing, random }: Search, start: Domains): readonly number[] {
  let domains = start;
  const order = shuffled(
    start.flatMap((levels, factor) => (levels.length > 1 ? [factor] : [])),
    random,
  );
  for (const factor of order) {
    const decided = domains.flatMap((levels) => (levels.length === 1 ? levels : []));
    const gains = new Map(
      (domains[factor] ?? []).map((level) => [level, countWith(missing, decided, level)]),
    );
    const byGain = shuffled([...gains.keys()], random).sort(
      (a, b) => (gains.get(b) ?? 0) - (gains.get(a) ?? 0),
    );
    for (const level of byGain) {
      const next = assigned(factors, domains, factor, level);
      if (!next || !someSolution(factors, next)) continue;
      domains = next;
      break;
    }
  }
  return domains.flat();
}
