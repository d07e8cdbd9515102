import { Type, type TSchema } from 'typebox';

/**
 * Text that PostgreSQL can keep: without U+0000, which it refuses.
 * @param minLength - in characters
 * @param maxLength - in characters
 */
export const text = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000]*$' });

/** The id of a row, in its one spelling: no upper case, no `urn:uuid:`, so that it can be a cache key. */
export const uuid = () =>
  Type.String({
    format: 'uuid',
    pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
  });

/**
 * A moment, to the millisecond; in UTC as we write it. Years that PostgreSQL and JavaScript write alike,
 * and offsets that both know: below 16 hours. On the first and the last day of those years it is in UTC
 * and no finer already: made so, it could end up in another year, and be refused when it is read.
 */
export const timestamp = () =>
  Type.String({
    format: 'date-time',
    pattern:
      '^(?!(1000-01-01|2999-12-31).{6}(:60|:..[^Zz]*[+-]|:..\\.[0-9]{4}))' +
      '[12][0-9]{3}-.{6}[^+-]*([+-](0|1[0-5]).*)?$',
  });

/** An amount of money in the currency's minor unit: 1250 is 12.50 EUR. */
export const minorUnits = (maximum: number) => Type.Integer({ minimum: 0, maximum });

/** ISO 4217. */
export const currencyCode = () => Type.String({ pattern: '^[A-Z]{3}$' });

/** What may be missing: `null` says that it is. */
export const nullable = <Schema extends TSchema>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

/** One of a few words. */
export const oneOf = <Word extends string>(...words: readonly Word[]) =>
  Type.Unsafe<Word>(Type.String({ enum: [...words] }));

/** A whole number that PostgreSQL keeps in four bytes. */
export const integer = () => Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1 });

/** An exact number of up to 15 digits before the point and 4 behind it; a string, since JSON has none. */
export const decimal = () =>
  Type.String({ pattern: '^-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,4})?$', examples: ['12.5'] });

/** A day, without a time or a place. */
export const calendarDate = () => Type.String({ format: 'date', pattern: '^[12][0-9]{3}-' });

/** Any JSON object. */
export const jsonObject = () => Type.Record(Type.String(), Type.Unknown());
