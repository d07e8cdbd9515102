import { type RawBuilder, sql } from 'kysely';

/**
 * A moment as the API writes it, so that a row needs no mapping on its way out.
 * @param column - a `timestamptz(3)`
 */
export const isoTime = <Value extends string | null = string>(column: string): RawBuilder<Value> =>
  sql<Value>`to_char(${sql.ref(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * A `bigint` as a number: drivers hand out strings, because it could pass 2^53. A CHECK keeps ours
 * below that.
 */
export const wholeNumber = (column: string): RawBuilder<number> =>
  sql<number>`${sql.ref(column)}::float8`;

/**
 * A day as the API writes it; drivers would hand out midnight somewhere.
 * @param column - a `date`
 */
export const isoDate = <Value extends string | null = string>(column: string): RawBuilder<Value> =>
  sql<Value>`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`;

/**
 * An exact number without zeros at its end: 12.5, not 12.5000.
 * @param column - a `numeric`
 */
export const shortDecimal = <Value extends string | null = string>(
  column: string,
): RawBuilder<Value> => sql<Value>`trim_scale(${sql.ref(column)})::text`;

/** Fields under the names of their columns. */
export const toColumns = <Fields extends object, Names extends Record<keyof Fields, string>>(
  fields: Fields,
  names: Names,
) =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]: [string, unknown]) => [
      names[field as keyof Fields],
      value,
    ]),
  ) as { [Field in keyof Fields as Names[Field]]: Fields[Field] };
