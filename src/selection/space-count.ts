import type { Pack } from '../pack/pack.ts';
import { type Factors, factorsOf } from './space-factors.ts';
import { assigned, type Domains, openDomains } from './space-search.ts';

/**
 * How many combinations a pack offers, without going through them: options that say nothing about each
 * other are counted apart and multiplied, and a set of options that was counted is remembered, as in
 * R. Bayardo, J. Pehoushek, "Counting Models Using Connected Components", AAAI 2000.
 */
export function countCombinations(pack: Pack): bigint {
  const factors = factorsOf(pack);
  const domains = openDomains(factors);
  return domains ? countOf({ factors, known: new Map() }, domains, domains.keys()) : 0n;
}

interface Counting {
  readonly factors: Factors;
  /** The open levels of a component → how many solutions it has. */
  readonly known: Map<string, bigint>;
}

/** The product over the connected components of `among`. */
function countOf(counting: Counting, domains: Domains, among: Iterable<number>): bigint {
  const rest = new Set(among);
  let product = 1n;
  for (const start of rest) {
    const component = connected(counting.factors, domains, start, rest);
    for (const factor of component) rest.delete(factor);
    product *= countComponent(counting, domains, component);
  }
  return product;
}

function countComponent(
  counting: Counting,
  domains: Domains,
  component: readonly number[],
): bigint {
  const { factors, known } = counting;
  const [only = 0] = component;
  if (component.length === 1) return BigInt(domains[only]?.length ?? 0);
  const key = component.map((factor) => domains[factor]?.join(' ')).join('|');
  const before = known.get(key);
  if (before !== undefined) return before;
  // The one that most others hang on: without it they fall apart.
  const degree = (factor: number): number => factors.neighbours[factor]?.length ?? 0;
  const hub = component.reduce((best, factor) => (degree(factor) > degree(best) ? factor : best));
  const others = component.filter((factor) => factor !== hub);
  let sum = 0n;
  for (const level of domains[hub] ?? []) {
    const next = assigned(factors, domains, hub, level);
    if (next) sum += countOf(counting, next, others);
  }
  known.set(key, sum);
  return sum;
}

/** The undecided factors that `start` hangs together with, in order. */
function connected(
  { neighbours }: Factors,
  domains: Domains,
  start: number,
  among: ReadonlySet<number>,
): readonly number[] {
  const found = new Set([start]);
  for (const factor of found) {
    if (domains[factor]?.length === 1) continue;
    for (const other of neighbours[factor] ?? []) {
      if (among.has(other) && domains[other]?.length !== 1) found.add(other);
    }
  }
  return [...found].sort((a, b) => a - b);
}
