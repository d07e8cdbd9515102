import type { Pack } from '../pack/pack.ts';
import { factorsOf, type Level } from './space-factors.ts';
import { assigned, openDomains, someSolution } from './space-search.ts';

/** A value of an option that some combination has; to be left out is one. */
export interface OptionValue {
  /** `cache.tiers=memory`, `breaker`, or `no cache`. */
  readonly name: string;
  /** Values of one factor exclude each other. */
  readonly factor: number;
  /** Whether a combination has it. */
  readonly isIn: (combination: ReadonlySet<string>) => boolean;
}

/** Two values of different options, the one of the later factor first. */
export interface Pair {
  readonly values: readonly [OptionValue, OptionValue];
  /** Whether some combination has both. */
  readonly possible: boolean;
}

/** Every value that a pack offers, in order of practice and option, and every pair of them. */
export function pairsOf(pack: Pack): {
  readonly values: readonly OptionValue[];
  readonly pairs: readonly Pair[];
} {
  const factors = factorsOf(pack);
  const open = openDomains(factors);
  if (!open) return { values: [], pairs: [] };
  const levels = open.flat();
  const values = new Map(
    levels.flatMap((index) => {
      const level = factors.levels[index];
      return level ? [[index, optionValue(level)] as const] : [];
    }),
  );
  const possible = (a: number, b: number): boolean => {
    const first = assigned(factors, open, values.get(a)?.factor ?? 0, a);
    const both = first && assigned(factors, first, values.get(b)?.factor ?? 0, b);
    return someSolution(factors, both) !== undefined;
  };
  const pairs = [...values].flatMap(([a, later]) =>
    [...values]
      .filter(([, earlier]) => earlier.factor < later.factor)
      .map(([b, earlier]) => ({ values: [later, earlier] as const, possible: possible(a, b) })),
  );
  return { values: [...values.values()], pairs };
}

function optionValue({ practice, option, value, present, factor }: Level): OptionValue {
  if (!present) {
    const isOfIt = (part: string): boolean => part === practice || part.startsWith(`${practice}.`);
    return { name: `no ${practice}`, factor, isIn: (parts) => ![...parts].some(isOfIt) };
  }
  const name = option === undefined ? practice : `${practice}.${option}=${value ?? ''}`;
  return { name, factor, isIn: (parts) => parts.has(name) };
}
