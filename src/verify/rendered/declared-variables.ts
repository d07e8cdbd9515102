import type { Pack } from '../../pack/pack.ts';

/** Every variable that a practice of the pack declares, whatever its condition. */
export function declaredVariables({ practices }: Pack): ReadonlySet<string> {
  const all = [...practices.values()].flatMap(({ contributions }) => contributions);
  return new Set(all.flatMap(({ env }) => Object.keys(env)));
}
