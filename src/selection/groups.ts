import type { Pack, Practice } from '../pack/pack.ts';

/** The order in which people are shown groups; others follow as they come. */
const order: readonly string[] = ['Data', 'Security', 'Resilience', 'Delivery'];

/** The practices on offer, by group: without the base and those that only come along. */
export function offeredByGroup(pack: Pack): ReadonlyMap<string, readonly Practice[]> {
  const offered = [...pack.practices.values()].filter(
    ({ id, implied }) => !implied && id !== pack.base,
  );
  const present = new Set(offered.map(({ group }) => group));
  const groups = new Set([...order.filter((group) => present.has(group)), ...present]);
  return new Map(
    [...groups].map((group) => [group, offered.filter((practice) => practice.group === group)]),
  );
}
