import { Type, type Static, type TObject, type TSchema } from 'typebox';
import { type Position, type Sort, parseSort, readCursor, writeCursor } from './keyset.ts';

/** What a list route was asked for, already checked against its allow-lists. */
export interface Listing<Field extends string, SortField extends Field> {
  readonly sort: Sort<SortField>;
  readonly limit: number;
  readonly after: Position | undefined;
  /** The fields to answer with; all of them when the caller named none. */
  readonly fields: readonly Field[];
}

/** One page, and the cursor of the next; `null` on the last page. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** A cursor of the longest value that is sorted by: 500 characters, each of them six as JSON escapes it. */
const longestCursor = 4_200;

/** `fields=id,name`: a projection out of an allow-list. */
const fieldsSchema = (fields: readonly string[]) =>
  Type.Optional(
    Type.String({
      pattern: `^(${fields.join('|')})(,(${fields.join('|')}))*$`,
      maxLength: 500,
      description: `Only these fields, separated by commas: ${fields.join(', ')}.`,
    }),
  );

/**
 * The query string of a route that answers one item.
 * @param item - the API's schema of an item; its properties are what `fields` may name
 */
export const itemQuery = (item: TObject) =>
  Type.Object(
    { fields: fieldsSchema(Object.keys(item.properties)) },
    { additionalProperties: false },
  );

/**
 * The query string of a list route.
 * @param item - the API's schema of an item; its properties are what `fields` may name
 * @param sortFields - the fields that an index serves; the first one, descending, is the default
 */
export const listQuery = <SortField extends string>(
  item: TObject,
  sortFields: readonly [SortField, ...SortField[]],
) =>
  Type.Object(
    {
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
      cursor: Type.Optional(
        Type.String({
          maxLength: longestCursor,
          description: 'The nextCursor of the page before.',
        }),
      ),
      sort: Type.Unsafe<Sort<SortField>>(
        Type.String({
          enum: sortFields.flatMap((field) => [field, `-${field}`]),
          default: `-${sortFields[0]}`,
          description: 'A leading minus means descending.',
        }),
      ),
      fields: fieldsSchema(Object.keys(item.properties)),
    },
    { additionalProperties: false },
  );

/** The answer of a list route: items that hold at least the fields asked for. */
export const pageOf = <Item extends TObject>(item: Item) =>
  Type.Object({
    items: Type.Array(Type.Partial(item)),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
  });

/**
 * Turns a checked query string into a listing.
 * @param item - the API's schema of an item: it also says what a cursor may hold
 * @throws badRequest when the cursor is not one of ours
 */
export function toListing<Item extends TObject, SortField extends keyof Static<Item> & string>(
  item: Item,
  query: { limit: number; sort: Sort<SortField>; cursor?: string; fields?: string },
): NoInfer<Listing<keyof Static<Item> & string, SortField>> {
  const properties = item.properties as Record<string, TSchema>;
  const sortSchema = properties[parseSort(query.sort).field] as TSchema;
  return {
    sort: query.sort,
    limit: query.limit,
    after:
      query.cursor === undefined
        ? undefined
        : readCursor(query.cursor, query.sort, sortSchema, properties.id as TSchema),
    fields: toFields<Item>(item, query.fields),
  };
}

/** The fields that a query must read: those asked for, and those that the next cursor is made of. */
export const readFields = <Field extends string, SortField extends Field>({
  fields,
  sort,
}: Listing<Field, SortField>): readonly (Field | 'id')[] => [
  ...new Set<Field | 'id'>([...fields, parseSort(sort).field, 'id']),
];

/** The fields that a checked `fields=` names; all of the item's when there is none. */
export const toFields = <Item extends TObject>(
  item: Item,
  fields: string | undefined,
): readonly NoInfer<keyof Static<Item> & string>[] =>
  fields?.split(',') ?? Object.keys(item.properties);

/**
 * Makes a page out of rows of which one more was read than the page holds.
 * @param found - up to `limit + 1` items, with their id and the field sorted by
 */
export function toPage<
  Item extends { readonly id: string },
  Field extends keyof Item & string,
  SortField extends Field,
>(listing: Listing<Field, SortField>, found: readonly Partial<Item>[]): Page<Partial<Item>> {
  const { sort, limit, fields } = listing;
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    items: found.slice(0, limit).map((item) => pick(item, fields)),
    nextCursor: last === undefined ? null : writeCursor(sort, positionOf(last, sort)),
  };
}

function positionOf<Item extends { readonly id: string }, Field extends keyof Item & string>(
  item: Partial<Item>,
  sort: Sort<Field>,
): Position {
  return { value: item[parseSort(sort).field] as string | number, id: item.id as string };
}

/** A copy with these fields only. */
export const pick = <Item extends object>(
  item: Item,
  fields: readonly (keyof Item)[],
): Partial<Item> =>
  Object.fromEntries(fields.map((field) => [field, item[field]])) as Partial<Item>;
