import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { badRequest } from './errors.ts';

/** A field to sort by; with a leading minus, in descending order. */
export type Sort<Field extends string> = Field | `-${Field}`;

/** The last item that a reader has seen: the next page begins behind it. */
export interface Position {
  readonly value: string | number;
  readonly id: string;
}

/** Splits `-price` into the field and the direction of an `order by`. */
export function parseSort<Field extends string>(
  sort: Sort<Field>,
): { readonly field: Field; readonly direction: 'asc' | 'desc' } {
  return sort.startsWith('-')
    ? { field: sort.slice(1) as Field, direction: 'desc' }
    : { field: sort as Field, direction: 'asc' };
}

/**
 * An opaque cursor: callers hand it back as they got it.
 * @param sort - the order that the position belongs to
 */
export const writeCursor = (sort: string, { value, id }: Position): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/**
 * Reads a cursor that came from outside, and trusts nothing in it.
 * @param schema - what the sorted field may hold
 * @param idSchema - what an id looks like
 * @throws badRequest `bad-cursor` when it is not one of ours, or belongs to another order
 */
export function readCursor(
  cursor: string,
  sort: string,
  schema: TSchema,
  idSchema: TSchema,
): Position {
  const [cursorSort, value, id] = decode(cursor);
  if (cursorSort !== sort || !Value.Check(schema, value) || !Value.Check(idSchema, id)) {
    throw badRequest(
      `cursor must be the nextCursor of a page with sort=${sort}; start again without it`,
      'bad-cursor',
    );
  }
  return { value: value as string | number, id: id as string };
}

function decode(cursor: string): readonly unknown[] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}

/**
 * The condition `(column, id)` is behind `position`. Row values compare as a whole, so that ties in
 * `column` neither repeat nor skip an item, and one index on both serves each direction.
 */
export function behind(
  column: string,
  direction: 'asc' | 'desc',
  position: Position,
): Expression<SqlBool> {
  const row: RawBuilder<unknown> = sql`(${sql.ref(column)}, ${sql.ref('id')})`;
  const seen: RawBuilder<unknown> = sql`(${position.value}, ${position.id})`;
  return direction === 'asc' ? sql<SqlBool>`${row} > ${seen}` : sql<SqlBool>`${row} < ${seen}`;
}
