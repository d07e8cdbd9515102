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
