import type { Factors } from './space-factors.ts';
import type { Domains } from './space-search.ts';

/**
 * A set of tuples: levels of different factors, ascending, all of one length.
 *
 * A tuple is one byte, at its rank among all of its length: the combinatorial number system (D. Knuth,
 * "The Art of Computer Programming" 4A, 7.2.1.3), the sum of binomial(level, place) for places from 1.
 */
export interface Tuples {
  readonly strength: number;
  /** Place → level → binomial(level, place). */
  readonly binomials: readonly (readonly number[])[];
  /** Rank → 1 when the tuple is in the set. */
  readonly marks: Uint8Array;
}

/**
 * Every tuple of open levels of which no two exclude each other. One that a further level rules out is
 * among them.
 */
export function compatibleTuples(factors: Factors, open: Domains, strength: number): Tuples {
  const levels = factors.levels.length;
  const binomials = pascal(levels, strength);
  const marks = new Uint8Array(binomials[strength]?.[levels] ?? 0);
  const mark = (from: number, tuple: readonly number[]): void => {
    if (tuple.length === strength) {
      marks[rankOf(binomials, tuple)] = 1;
      return;
    }
    for (let factor = from; factor < open.length; factor += 1) {
      for (const level of open[factor] ?? []) {
        if (tuple.some((other) => factors.exclude(other, level))) continue;
        mark(factor + 1, [...tuple, level]);
      }
    }
  };
  mark(0, []);
  return { strength, binomials, marks };
}

/** The tuple of the set with the lowest rank, or `undefined` when the set is empty. */
export function firstTuple({ strength, binomials, marks }: Tuples): readonly number[] | undefined {
  let rest = marks.indexOf(1);
  if (rest < 0) return undefined;
  const tuple: number[] = [];
  for (let place = strength; place > 0; place -= 1) {
    const row = binomials[place] ?? [];
    const level = row.findLastIndex((value) => value <= rest);
    tuple.unshift(level);
    rest -= row[level] ?? 0;
  }
  return tuple;
}

/** Takes every tuple out of the set that has all of its levels in `row`, ascending. */
export function takeOut(tuples: Tuples, row: readonly number[]): void {
  eachWithin(tuples, row, (rank) => {
    tuples.marks[rank] = 0;
  });
}

/** How many tuples of the set have all of their levels in `row`, ascending. */
export function countWithin(tuples: Tuples, row: readonly number[]): number {
  let count = 0;
  eachWithin(tuples, row, (rank) => {
    count += tuples.marks[rank] ?? 0;
  });
  return count;
}

/** How many tuples of the set have `level`, and all of their other levels in `others`. */
export function countWith(tuples: Tuples, others: readonly number[], level: number): number {
  let count = 0;
  const row = [...others, level].sort((a, b) => a - b);
  eachWithin(
    tuples,
    row,
    (rank) => {
      count += tuples.marks[rank] ?? 0;
    },
    row.indexOf(level),
  );
  return count;
}

/** Calls `visit` with the rank of each tuple within `row`; of those with the level at `owed`, if given. */
function eachWithin(
  { strength, binomials }: Tuples,
  row: readonly number[],
  visit: (rank: number) => void,
  owed?: number,
): void {
  const extend = (from: number, place: number, rank: number): void => {
    if (place > strength) {
      visit(rank);
      return;
    }
    const owing = owed !== undefined && from <= owed;
    const first = owing && place === strength ? owed : from;
    const last = owing ? owed : row.length - 1;
    for (let at = first; at <= last; at += 1) {
      extend(at + 1, place + 1, rank + (binomials[place]?.[row[at] ?? 0] ?? 0));
    }
  };
  extend(0, 1, 0);
}

function rankOf(binomials: Tuples['binomials'], tuple: readonly number[]): number {
  return tuple.reduce((rank, level, index) => rank + (binomials[index + 1]?.[level] ?? 0), 0);
}

/** Place → n → binomial(n, place), for n up to `levels`. */
function pascal(levels: number, strength: number): readonly (readonly number[])[] {
  const rows = [Array.from({ length: levels + 1 }, () => 1)];
  for (let place = 1; place <= strength; place += 1) {
    const row = [0];
    for (let n = 1; n <= levels; n += 1)
      row.push((row[n - 1] ?? 0) + (rows[place - 1]?.[n - 1] ?? 0));
    rows.push(row);
  }
  return rows;
}
