import type { Pack, Practice } from '../../src/pack/pack.ts';

/**
 * Random selections of practices and options, the same ones for the same seed.
 *
 * @returns values for `--with`
 */
export function randomSelections(pack: Pack, count: number, seed: number): readonly string[] {
  const random = generator(seed);
  const offered = [...pack.practices.values()].filter(
    ({ id, implied }) => !implied && id !== pack.base,
  );
  return Array.from({ length: count }, () => {
    const chosen = offered.filter(() => random() < 0.5);
    const present = chosen.length === 0 ? offered.slice(0, 1) : chosen;
    return present.map((practice) => withOptions(practice, random)).join(',');
  });
}

function withOptions({ id, options }: Practice, random: () => number): string {
  const choices = Object.entries(options).map(([name, option]) => {
    const values = Object.keys(option.choices);
    return `${id}.${name}=${values[Math.floor(random() * values.length)] ?? option.default}`;
  });
  return choices.length === 0 ? id : choices.join(',');
}

/** Mulberry32: small, and good enough to pick from lists. Numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
