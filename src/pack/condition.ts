import type { Clause, Condition, Option } from './pack.ts';

/** What a condition is asked about: the practices present with their option values, and modules. */
export interface Present {
  readonly practices: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly modules: Readonly<Record<string, { readonly sample?: true | undefined }>>;
}

/**
 * Reads an equality map of a manifest.
 *
 * @param map - key (own option, practice, `practice.option`, or `modules.module`) to value
 * @param practice - the practice that the map belongs to
 * @param options - the options of that practice
 * @param onMistake - called with a sentence when a key or value makes no sense; must throw
 */
export function parseCondition(
  map: Readonly<Record<string, string>>,
  practice: string,
  options: Readonly<Record<string, Option>>,
  onMistake: (problem: string) => never,
): Condition {
  return Object.entries(map).map(([key, value]): Clause => {
    const [head = '', option] = key.split('.');
    if (head === 'modules' && option !== undefined) {
      if (isTruth(value)) return { module: option, present: value === 'true' };
      return onMistake(`"${key}=${value}": a module is true or false`);
    }
    if (option !== undefined) return { practice: head, option, value };
    const own = options[key];
    if (own) {
      if (own.choices[value]) return { practice, option: key, value };
      return onMistake(`"${key}" has no choice "${value}"`);
    }
    if (isTruth(value)) return { practice: key, present: value === 'true' };
    return onMistake(
      `"${key}=${value}" names no option of ${practice}; a practice is true or false`,
    );
  });
}

/** Reads the part after `@` of a folder's name: `tiers=memory-redis,k6=true`. */
export function splitFolderCondition(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((clause) => {
      const equals = clause.indexOf('=');
      return equals < 0 ? [clause, ''] : [clause.slice(0, equals), clause.slice(equals + 1)];
    }),
  );
}

const isTruth = (value: string): boolean => value === 'true' || value === 'false';

/**
 * Whether `condition` holds for what is present. A clause on a module is about the sample of that
 * name: a module of one's own that is called like one brings none of its files.
 */
export function holds(condition: Condition, { practices, modules }: Present): boolean {
  return condition.every((clause) => {
    if ('module' in clause) return isSample(modules, clause.module) === clause.present;
    if ('option' in clause) {
      return practices.get(clause.practice)?.[clause.option] === clause.value;
    }
    return practices.has(clause.practice) === clause.present;
  });
}

/** Whether `name` is present, and the sample of that name. */
export function isSample(modules: Present['modules'], name: string): boolean {
  return Object.hasOwn(modules, name) && modules[name]?.sample === true;
}
