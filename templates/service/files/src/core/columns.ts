import { type RawBuilder, sql } from 'kysely';

/**
 * A moment as the API writes it, so that a row needs no mapping on its way out.
 * @param column - a `timestamptz(3)`
 */
export const isoTime = (column: string): RawBuilder<string> =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * A `bigint` as a number: drivers hand out strings, because it could pass 2^53. A CHECK keeps ours
 * below that.
 */
export const wholeNumber = (column: string): RawBuilder<number> =>
  sql<number>`${sql.ref(column)}::float8`;
