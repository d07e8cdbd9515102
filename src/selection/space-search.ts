import type { Factors } from './space-factors.ts';

/** Factor → the levels that are still open to it. */
export type Domains = readonly (readonly number[])[];

/**
 * Takes away every level that no combination of the rest can stand beside, pair by pair: arc consistency,
 * AC-3 of A. Mackworth, "Consistency in Networks of Relations", Artificial Intelligence 8 (1977).
 *
 * @param changed - the factors whose levels became fewer
 * @returns the levels left, or `undefined` when a factor has none
 */
export function narrowed(
  { neighbours, exclude }: Factors,
  domains: Domains,
  changed: readonly number[],
): Domains | undefined {
  const left = [...domains];
  const queue = new Set(changed);
  for (const factor of queue) {
    queue.delete(factor);
    const levels = left[factor] ?? [];
    for (const other of neighbours[factor] ?? []) {
      const before = left[other] ?? [];
      const after = before.filter((level) => levels.some((own) => !exclude(own, level)));
      if (after.length === before.length) continue;
      if (after.length === 0) return undefined;
      left[other] = after;
      queue.add(other);
    }
  }
  return left;
}

/** The levels left once `factor` has `level`; `undefined` when that leaves another factor none. */
export function assigned(
  factors: Factors,
  domains: Domains,
  factor: number,
  level: number,
): Domains | undefined {
  const own = domains[factor] ?? [];
  if (!own.includes(level)) return undefined;
  if (own.length === 1) return domains;
  return narrowed(factors, domains.with(factor, [level]), [factor]);
}

/** Every factor with the levels that some combination may have; `undefined` when there is none. */
export function openDomains(factors: Factors): Domains | undefined {
  if (factors.domains.some((levels) => levels.length === 0)) return undefined;
  return narrowed(
    factors,
    factors.domains,
    factors.domains.map((_, factor) => factor),
  );
}

/**
 * Every choice of one level for each factor in which no two exclude each other, in order; one at a time,
 * so that memory stays that of one.
 */
export function* solutions(
  factors: Factors,
  domains: Domains,
  from = 0,
): Generator<readonly number[]> {
  if (from === domains.length) {
    yield domains.flat();
    return;
  }
  for (const level of domains[from] ?? []) {
    const next = assigned(factors, domains, from, level);
    if (next) yield* solutions(factors, next, from + 1);
  }
}

/** One choice of a level for each factor, if there is any. */
export function someSolution(
  factors: Factors,
  domains: Domains | undefined,
): readonly number[] | undefined {
  if (!domains) return undefined;
  for (const solution of solutions(factors, domains)) return solution;
  return undefined;
}
