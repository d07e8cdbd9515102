import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { minorUnits, text, timestamp, uuid } from './fields.ts';
import { parseSort, readCursor, writeCursor } from './keyset.ts';
import { listQuery } from './listing.ts';

const id = '00000000-0000-4000-8000-000000000001';
const price = minorUnits(100);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('comes back as the position that it was made of', () => {
    const cursor = writeCursor('-price', { value: 42, id });
    expect(readCursor(cursor, '-price', price, uuid())).toEqual({ value: 42, id });
  });

  it.each([
    ['of another order', encode(['price', 42, id])],
    ['with a value of another type', encode(['-price', '42', id])],
    ['with a value out of range', encode(['-price', 1e12, id])],
    ['with an id that is none', encode(['-price', 42, `${id}'; drop table products`])],
    ['that is JSON of another shape', encode({ price: 42 })],
    ['that is no JSON', 'AAAA'],
    ['that is empty', ''],
  ])('%s is refused', (_what, cursor) => {
    expect(() => readCursor(cursor, '-price', price, uuid())).toThrow(
      expect.objectContaining({ status: 400, code: 'bad-cursor' }),
    );
  });

  it.each([
    '0000-01-01T00:00:00.000Z',
    '2026-02-30T00:00:00.000Z',
    '2026-01-01T00:00:00.000+23:59',
    '2026-01-01T00:00:00.000-16:00',
    'yesterday',
    'infinity',
  ])('never carries the time %s, which PostgreSQL would refuse or read otherwise', (time) => {
    const cursor = encode(['createdAt', time, id]);
    expect(() => readCursor(cursor, 'createdAt', timestamp(), uuid())).toThrow('cursor must be');
  });

  it.each(['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00-15:59', '2026-01-01T00:00:00+01:00'])(
    'carries the time %s',
    (value) => {
      const cursor = writeCursor('createdAt', { value, id });
      expect(readCursor(cursor, 'createdAt', timestamp(), uuid())).toEqual({ value, id });
    },
  );
});

describe('a time', () => {
  it.each([
    '2999-12-31T23:59:59.000-00:01',
    '2999-12-31T23:59:59.9995Z',
    '2999-12-31T23:59:60Z',
    '1000-01-01T00:00:00+00:01',
  ])('is refused when it is written in another millennium than it says: %s', (time) => {
    expect(Value.Check(timestamp(), time)).toBe(false);
  });

  it.each([
    '2999-12-31T23:59:59.999Z',
    '1000-01-01T00:00:00.000Z',
    '2999-12-30T23:59:59.9999-15:59',
    '1000-01-02T00:00:00+15:59',
    '2026-01-01T00:00:00.123456+01:00',
  ])('is taken when it stays in the years that it may say: %s', (time) => {
    expect(Value.Check(timestamp(), time)).toBe(true);
  });
});

describe('the query of a list', () => {
  const item = Type.Object({ id: uuid(), title: text(0, 500) });

  it.each(['x', '漢', '🦄', '\u0001'])(
    'takes the cursor of a page that ends at 500 of %j',
    (letter) => {
      const cursor = writeCursor('-title', { value: letter.repeat(500), id });
      const query = { limit: 1, sort: '-title', cursor };
      expect(Value.Check(listQuery(item, ['title']), query)).toBe(true);
    },
  );
});

describe('a sort key', () => {
  it('is ascending, and with a minus descending', () => {
    expect(parseSort('price')).toEqual({ field: 'price', direction: 'asc' });
    expect(parseSort('-price')).toEqual({ field: 'price', direction: 'desc' });
  });
});
