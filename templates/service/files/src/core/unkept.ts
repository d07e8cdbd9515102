/** A value that would be stored, and answered later, as another one. */
export interface Unkept {
  /** Where, as a JSON pointer. */
  readonly pointer: string;
  readonly detail: string;
}

/**
 * Finds what JSON can write and nothing behind it can hold: a number above all numbers of a double,
 * which is written as `null` again, and half of a surrogate pair, which UTF-8 replaces.
 * @param value - parsed JSON
 * @param pointer - where it stands
 */
export function firstUnkept(value: unknown, pointer: string): Unkept | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? undefined
      : { pointer, detail: 'must be a number below 1.8e308' };
  }
  if (typeof value === 'string')
    return value.isWellFormed() ? undefined : { pointer, detail: half };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (!name.isWellFormed()) return { pointer, detail: `the name of a property ${half}` };
    const found = firstUnkept(inner, `${pointer}/${escaped(name)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const half = 'must be valid Unicode: it has half of a surrogate pair';

/** RFC 6901, section 3. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
