import { describe, expect, it } from 'vitest';
import { decode, encode } from './codec.ts';

describe('the codec', () => {
  it.each([
    ['a row', { id: '7', priceCents: 1999, tags: ['a', null], nested: { ok: true } }],
    ['a date', { at: new Date('2026-01-02T03:04:05.678Z') }],
    ['a bigint', { total: 2n ** 70n }],
    ['nothing', undefined],
    ['null', null],
    ['undefined in a list', [1, undefined]],
    ['data that looks like a tag', { $date: 'not a date', $bigint: '1', $entries: [['a', 1]] }],
  ])('brings back %s', (_what, value) => {
    expect(decode(encode(value))).toEqual(value);
  });

  it('brings back a key named __proto__ as data', () => {
    const value = JSON.parse('{"__proto__":{"admin":true}}') as object;
    const back = decode(encode(value)) as { admin?: boolean };
    expect(Object.keys(back)).toEqual(['__proto__']);
    expect(back.admin).toBeUndefined();
  });

  it.each([
    ['a Map', { seats: new Map() }, 'value.seats: expected JSON, Date or bigint, found Map'],
    ['NaN', [Number.NaN], 'value[0]: expected JSON, Date or bigint, found NaN'],
    ['a function', () => 1, 'cannot cache value'],
  ])('refuses %s, which would not come back as it was', (_what, value, message) => {
    expect(() => encode(value)).toThrow(message);
  });
});
