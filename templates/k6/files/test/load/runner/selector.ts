/**
 * Reads a field as k6's `json(selector)` does: keys joined by dots, a number for one element of a
 * list, `#` for all of them.
 *
 * @param value - a parsed body
 * @param selector - `items.0.id`, `items.#.id`; empty for the whole
 * @returns undefined when there is nothing at that place.
 */
export function select(value: unknown, selector: string): unknown {
  const [key = '', ...rest] = selector.split('.');
  if (key === '') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const further = rest.join('.');
  if (key === '#')
    return Array.isArray(value) ? value.map((one) => select(one, further)) : undefined;
  return select(Reflect.get(value, key), further);
}
