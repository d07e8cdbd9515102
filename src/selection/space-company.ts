import type { Pack } from '../pack/pack.ts';

/** What a choice says about who is there. */
export interface Company {
  /** The practice itself, what it requires, and what the practices that only come along require. */
  readonly present: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
}

/**
 * Who comes with a practice. What is on offer itself is named, and not looked into: what it requires
 * hangs on its own options, and is told by its own choices.
 *
 * @param values - the options of the practice that are decided; the requirements of others are left out
 */
export function bringsAlong(
  pack: Pack,
  id: string,
  values: Readonly<Record<string, string>>,
): Company {
  const present = new Set([id]);
  const queue = [...requirements(pack, id, values)];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (present.has(next)) continue;
    present.add(next);
    if (pack.practices.get(next)?.implied === true) {
      queue.push(...requirements(pack, next, defaultsOf(pack, next)));
    }
  }
  return { present, absent: new Set() };
}

/** Whether two choices contradict each other. A choice can contradict itself. */
export function exclude(pack: Pack, a: Company, b: Company): boolean {
  return (
    [...a.present].some((id) => b.absent.has(id)) ||
    [...b.present].some((id) => a.absent.has(id)) ||
    conflict(pack, a, b) ||
    conflict(pack, b, a)
  );
}

function conflict(pack: Pack, a: Company, b: Company): boolean {
  return [...a.present].some((id) =>
    pack.practices.get(id)?.conflicts.some((other) => b.present.has(other)),
  );
}

function requirements(
  pack: Pack,
  id: string,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  const practice = pack.practices.get(id);
  const chosen = Object.entries(values).flatMap(
    ([option, value]) => practice?.options[option]?.choices[value]?.requires ?? [],
  );
  return [...(practice?.requires ?? []), ...chosen];
}

function defaultsOf(pack: Pack, id: string): Readonly<Record<string, string>> {
  const options = Object.entries(pack.practices.get(id)?.options ?? {});
  return Object.fromEntries(options.map(([name, option]) => [name, option.default]));
}
