import type { Schema } from './document.ts';
import type { Random } from './random.ts';

/** What no schema of ours asks for, and what has broken services before. */
const hostile: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '🦄'.repeat(101),
  'x'.repeat(5_000),
  "' or 1=1; drop table orders; --",
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  'NaN',
  'infinity',
  '0000-01-01T00:00:00Z',
  '99999999999999999999',
  [],
  [[[[[[[[]]]]]]]],
  {},
  JSON.parse('{"__proto__":{"admin":true},"constructor":1,"toString":1}'),
];

/** Strings of the shapes that patterns and formats of the API ask for. */
const plain: readonly string[] = ['EUR', 'id', 'id,createdAt', 'key-1', 'A name', 'longer than 12'];

/** A value that has nothing to do with any schema. */
export const hostileValue = (random: Random): unknown => random.pick(hostile);

/**
 * A value that a schema mostly allows; where a pattern is too particular, one that it may refuse.
 * @param ids - ids of rows that exist
 */
export function valueOf(schema: Schema, random: Random, ids: readonly string[]): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  if (schema.anyOf) return valueOf(random.pick(schema.anyOf), random, ids);
  switch (schema.type) {
    case 'string':
      return stringOf(schema, random, ids);
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'boolean':
      return random.chance(0.5);
    case 'array':
      return arrayOf(schema, random, ids);
    case 'object':
      return objectOf(schema, random, ids);
    default:
      return null;
  }
}

function stringOf(schema: Schema, random: Random, ids: readonly string[]): string {
  if (schema.format === 'uuid') return random.pick(ids);
  if (schema.format === 'email') return `someone${String(random.integer(0, 999))}@example.com`;
  if (schema.format === 'date-time') return '2026-01-01T00:00:00.000Z';
  const { pattern, minLength = 0 } = schema;
  const fits = plain.filter(
    (text) => text.length >= minLength && (!pattern || new RegExp(pattern, 'u').test(text)),
  );
  return fits.length > 0 ? random.pick(fits) : 'x'.repeat(minLength);
}

/** Bounds, and what lies next to them, are where mistakes are. */
function numberOf({ minimum = -100, maximum = 100 }: Schema, random: Random): number {
  return random.pick([minimum, maximum, minimum + 1, random.integer(minimum, maximum), 1]);
}

function arrayOf(schema: Schema, random: Random, ids: readonly string[]): unknown[] {
  const { minItems = 0, maxItems = 3, items = {} } = schema;
  const length = random.integer(minItems, Math.min(maxItems, minItems + 3));
  return Array.from({ length }, () => valueOf(items, random, ids));
}

function objectOf(
  { properties = {}, required = [] }: Schema,
  random: Random,
  ids: readonly string[],
): Record<string, unknown> {
  const present = Object.entries(properties).filter(
    ([name]) => required.includes(name) || random.chance(0.5),
  );
  return Object.fromEntries(present.map(([name, own]) => [name, valueOf(own, random, ids)]));
}

/** The same value with one part of it, somewhere, replaced by a hostile one. */
export function spoil(value: unknown, random: Random): unknown {
  const deeper = typeof value === 'object' && value !== null && random.chance(0.7);
  if (Array.isArray(value) && deeper && value.length > 0) {
    const at = random.integer(0, value.length - 1);
    return value.map((item: unknown, index) => (index === at ? spoil(item, random) : item));
  }
  if (deeper && !Array.isArray(value)) {
    const names = [...Object.keys(value), 'surprise'];
    const name = random.pick(names);
    return { ...value, [name]: spoil((value as Record<string, unknown>)[name], random) };
  }
  return hostileValue(random);
}
