/** The load scripts of this folder, `<name>.k6.ts`. */
export const scripts = ['smoke', 'load', 'stress', 'soak'] as const;
export type ScriptName = (typeof scripts)[number];

/** Where a script is. */
export function scriptUrl(name: ScriptName): URL {
  return new URL(`./${name}.k6.ts`, import.meta.url);
}

/**
 * Finds a script by name.
 *
 * @throws Error that lists the scripts there are.
 */
export function toScript(name: string | undefined): ScriptName {
  const found = scripts.find((script) => script === name);
  if (found !== undefined) return found;
  throw new Error(`Expected one of ${scripts.join(', ')}, found "${name ?? 'nothing'}".`);
}
