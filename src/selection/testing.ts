import fc from 'fast-check';
import type { Pack } from '../pack/pack.ts';
import type { RequestedPractices } from './answers.ts';

/** Any valid request for practices of `pack`, in any order. */
export function anyRequest(pack: Pack): fc.Arbitrary<RequestedPractices> {
  const offered = [...pack.practices.values()].filter(
    ({ id, implied }) => !implied && id !== pack.base,
  );
  const choices = offered.map(({ id, options }) => {
    const values = Object.entries(options).map(([name, { choices: known }]) =>
      fc.tuple(fc.constant(name), fc.constantFrom(...Object.keys(known))),
    );
    return fc.tuple(...values).map((pairs) => [id, Object.fromEntries(pairs)] as const);
  });
  return fc
    .tuple(...choices)
    .chain((all) => fc.shuffledSubarray(all))
    .filter((chosen) => {
      const ids = new Set(chosen.map(([id]) => id));
      return !chosen.some(([id]) =>
        pack.practices.get(id)?.conflicts.some((other) => ids.has(other)),
      );
    })
    .map((chosen) => Object.fromEntries(chosen));
}
