/**
 * Versions that a service takes whatever its dependencies ask for. A pack gives them in npm's form, the
 * field `overrides` of package.json, which only npm and Bun read.
 */
import type { Data } from '../pack/pack.ts';

type DataMap = Readonly<Record<string, Data>>;

/** Package → version, or what to take below that package, `.` being the package itself. */
export type Overrides = DataMap;

/** The overrides among the fields of a package.json. */
export function overridesIn(fields: DataMap): Overrides {
  const { overrides = {} } = fields;
  return isMap(overrides) ? overrides : {};
}

/** The other fields. */
export function withoutOverrides(fields: DataMap): DataMap {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'overrides'));
}

/**
 * Overrides as pnpm and Yarn have them: flat, and a package below another by its path.
 *
 * @param separator - `>` for pnpm, `/` for Yarn
 */
export function overridesByPath(overrides: Overrides, separator: string): DataMap {
  const flat = (map: DataMap, above: readonly string[]): readonly (readonly [string, Data])[] =>
    Object.entries(map).flatMap(([name, value]) => {
      const path = name === '.' ? above : [...above, name];
      return isMap(value) ? flat(value, path) : [[path.join(separator), value] as const];
    });
  return Object.fromEntries(flat(overrides, []));
}

function isMap(value: Data): value is DataMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
