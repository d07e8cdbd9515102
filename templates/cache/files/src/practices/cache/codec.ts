/**
 * JSON that also carries what rows hold and JSON loses: `Date`, `bigint` and a top-level `undefined`.
 * An object with one key that starts with `$` is a tag; a plain object with such keys is written as
 * `$entries`, so that no data can pose as a tag.
 */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Writes a value as text.
 *
 * @throws TypeError that names the place of what would not come back as it was: a function, a class
 * instance, a Map, NaN.
 */
export function encode(value: unknown): string {
  return JSON.stringify(toJson(value, 'value'));
}

/**
 * Reads what {@link encode} wrote.
 *
 * @throws SyntaxError when it is not JSON.
 */
export function decode(text: string): unknown {
  return fromJson(JSON.parse(text) as Json);
}

function toJson(value: unknown, path: string): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return { $undefined: true };
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value))
    return value.map((item, index) => toJson(item, `${path}[${String(index)}]`));
  if (isPlainObject(value)) return objectToJson(value, path);
  throw new TypeError(
    `cannot cache ${path}: expected JSON, Date or bigint, found ${describe(value)}`,
  );
}

function objectToJson(value: object, path: string): Json {
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]): [string, Json] => [key, toJson(item, `${path}.${key}`)]);
  if (entries.some(([key]) => key.startsWith('$'))) return { $entries: entries };
  return Object.fromEntries(entries);
}

function fromJson(json: Json): unknown {
  if (json === null || typeof json !== 'object') return json;
  if (isList(json)) return json.map(fromJson);
  if ('$undefined' in json) return undefined;
  if (typeof json['$bigint'] === 'string') return BigInt(json['$bigint']);
  if (typeof json['$date'] === 'string') return new Date(json['$date']);
  const entries = json['$entries'] ?? Object.entries(json);
  return Object.fromEntries(
    (entries as [string, Json][]).map(([key, item]) => [key, fromJson(item)]),
  );
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json);

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? ((value.constructor as { name?: string } | undefined)?.name ?? 'an object')
    : String(value);
}
