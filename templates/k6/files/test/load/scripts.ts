import { readdirSync } from 'node:fs';

/** The load scripts of this folder, `<name>.k6.ts`, in order of name. */
export const scripts: readonly string[] = readdirSync(import.meta.dirname)
  .flatMap((file) => /^(.+)\.k6\.ts$/.exec(file)?.[1] ?? [])
  .sort();

/** Where a script is. */
export function scriptUrl(name: string): URL {
  return new URL(`./${name}.k6.ts`, import.meta.url);
}

/**
 * Finds a script by name.
 *
 * @throws Error that lists the scripts there are.
 */
export function toScript(name: string | undefined): string {
  const found = scripts.find((script) => script === name);
  if (found !== undefined) return found;
  throw new Error(`Expected one of ${scripts.join(', ')}, found "${name ?? 'nothing'}".`);
}
