/** The next number of a sequence, from 0 to below 1. */
export type RandomNumber = () => number;

/**
 * Numbers that look random and are the same on every machine: mulberry32 of T. Ettinger.
 *
 * @param seed - which sequence; any integer
 */
export function randomNumbers(seed: number): RandomNumber {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `items` in a random order: R. Durstenfeld, "Algorithm 235", Communications of the ACM 7 (1964). */
export function shuffled<T>(items: readonly T[], random: RandomNumber): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [result[last] as T, result[other] as T];
    result[last] = b;
    result[other] = a;
  }
  return result;
}
