import { PlinthError } from '../pack/error.ts';
import { byCodeUnit, sortedKeys } from '../pack/order.ts';
import type { Pack, Practice } from '../pack/pack.ts';
import type { Answers, RequestedPractices } from './answers.ts';
import { didYouMean } from '../pack/suggest.ts';
import { moduleShapes, type ModuleShape } from './module-shapes.ts';

/** Option → value, complete. */
export type OptionValues = Readonly<Record<string, string>>;

/** A valid service: closed over `requires`, free of conflicts. */
export interface Selection extends Omit<Answers, 'practices'> {
  /** What was asked for, with every option spelled out; in order of id. */
  readonly requested: RequestedPractices;
  /** What is present: the base, then the requested and what they require, in order of id. */
  readonly practices: ReadonlyMap<string, OptionValues>;
  /** The modules that have fields, read and checked; in order of name. */
  readonly shapes: ReadonlyMap<string, ModuleShape>;
  /** Practice → the practices that it requires, given its options. */
  readonly requires: ReadonlyMap<string, readonly string[]>;
}

/**
 * Closes answers over what they require.
 *
 * @param pack - the practices on offer
 * @param answers - what was asked for
 * @returns the selection; the same one whatever the order of the answers
 * @throws PlinthError `PLINTH_UNKNOWN_PRACTICE`, `PLINTH_UNKNOWN_OPTION`, `PLINTH_UNKNOWN_VALUE`,
 * `PLINTH_PRACTICE_NOT_OFFERED`, `PLINTH_PRACTICE_CONFLICT`, or what `moduleShapes` throws
 */
export function resolve(pack: Pack, answers: Answers): Selection {
  const requested: Record<string, OptionValues> = {};
  for (const id of sortedKeys(answers.practices)) {
    requested[id] = optionValues(offered(pack, id), answers.practices[id] ?? {});
  }
  const present = new Map<string, OptionValues>();
  const requires = new Map<string, readonly string[]>();
  const queue = [pack.base, ...Object.keys(requested)];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (present.has(id)) continue;
    const practice = known(pack, id);
    const values = requested[id] ?? optionValues(practice, {});
    present.set(id, values);
    requires.set(id, requiredBy(practice, values));
    queue.push(...requiredBy(practice, values));
  }
  refuseConflicts(pack, present);
  const order = [...present.keys()].filter((id) => id !== pack.base).sort(byCodeUnit);
  const { name, modules, packageManager, node, engineSource } = answers;
  return {
    name,
    modules,
    shapes: moduleShapes(pack, modules),
    packageManager,
    node,
    engineSource,
    requested,
    practices: new Map([pack.base, ...order].map((id) => [id, present.get(id) ?? {}])),
    requires,
  };
}

/**
 * What a practice requires, in order of id.
 *
 * @param values - those of its options; an option that is missing has its default
 */
export function requiredBy(practice: Practice, values: OptionValues): readonly string[] {
  const chosen = Object.entries(practice.options).flatMap(
    ([name, option]) => option.choices[values[name] ?? option.default]?.requires ?? [],
  );
  return [...new Set([...practice.requires, ...chosen])].sort(byCodeUnit);
}

/** The practice of this id, which people may ask for. */
function offered(pack: Pack, id: string): Practice {
  const practice = known(pack, id);
  if (!practice.implied && id !== pack.base) return practice;
  const bringers = [...pack.practices.values()]
    .filter((candidate) => canRequire(candidate, id))
    .map((candidate) => candidate.id);
  throw new PlinthError('PLINTH_PRACTICE_NOT_OFFERED', `"${id}" cannot be chosen`, {
    answer: ['practices', id],
    hint:
      id === pack.base
        ? 'The base is always present.'
        : bringers.length === 0
          ? 'It comes along with those that require it, and none does.'
          : `It comes along with ${bringers.join(' or ')} when needed.`,
  });
}

function canRequire({ requires, options }: Practice, id: string): boolean {
  const choices = Object.values(options).flatMap((option) => Object.values(option.choices));
  return requires.includes(id) || choices.some((choice) => choice.requires.includes(id));
}

function known(pack: Pack, id: string): Practice {
  const practice = pack.practices.get(id);
  if (practice) return practice;
  const names = [...pack.practices.values()].filter(
    (candidate) => !candidate.implied && candidate.id !== pack.base,
  );
  throw new PlinthError('PLINTH_UNKNOWN_PRACTICE', `there is no practice "${id}"`, {
    answer: ['practices', id],
    hint: didYouMean(
      id,
      names.map((candidate) => candidate.id),
    ),
  });
}

/** Every option of `practice`: the given values, checked, and the defaults of the rest. */
function optionValues(practice: Practice, given: OptionValues): OptionValues {
  const names = sortedKeys(practice.options);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    throw new PlinthError('PLINTH_UNKNOWN_OPTION', `"${practice.id}" has no option "${name}"`, {
      answer: ['practices', practice.id, name],
      hint: didYouMean(name, names),
    });
  }
  return Object.fromEntries(
    names.map((name) => {
      const option = practice.options[name];
      const choices = Object.keys(option?.choices ?? {});
      const value = (Object.hasOwn(given, name) ? given[name] : option?.default) ?? '';
      if (choices.includes(value)) return [name, value];
      throw new PlinthError(
        'PLINTH_UNKNOWN_VALUE',
        `"${practice.id}.${name}" has no choice "${value}"`,
        { answer: ['practices', practice.id, name], hint: didYouMean(value, choices) },
      );
    }),
  );
}

function refuseConflicts(pack: Pack, present: ReadonlyMap<string, OptionValues>): void {
  for (const id of [...present.keys()].sort(byCodeUnit)) {
    const other = pack.practices.get(id)?.conflicts.find((conflict) => present.has(conflict));
    if (other === undefined) continue;
    throw new PlinthError('PLINTH_PRACTICE_CONFLICT', `"${id}" and "${other}" exclude each other`, {
      answer: ['practices', id],
      hint: 'Leave one of them out.',
    });
  }
}
