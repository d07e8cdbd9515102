import type { Clause, Condition, Option } from './pack.ts';

/** What a condition is asked about: the practices present and their option values. */
export type Present = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Reads an equality map of a manifest.
 *
 * @param map - key (own option, practice, or `practice.option`) to value
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
    if (option !== undefined) return { practice: head, option, value };
    const own = options[key];
    if (own) {
      if (own.choices[value]) return { practice, option: key, value };
      return onMistake(`"${key}" has no choice "${value}"`);
    }
    if (value === 'true' || value === 'false') return { practice: key, present: value === 'true' };
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

/** Whether `condition` holds for the practices present. */
export function holds(condition: Condition, present: Present): boolean {
  return condition.every((clause) =>
    'option' in clause
      ? present.get(clause.practice)?.[clause.option] === clause.value
      : present.has(clause.practice) === clause.present,
  );
}
