import { describe, expect, it } from 'vitest';
import { select } from './selector.ts';

const body = { id: 'a', items: [{ id: 'b' }, { id: 'c' }] };

describe('a selector', () => {
  it.each([
    ['id', 'a'],
    ['items.1.id', 'c'],
    ['items.#.id', ['b', 'c']],
    ['', body],
    ['id.length', undefined],
    ['items.2.id', undefined],
    ['nothing.at.all', undefined],
  ])('reads "%s"', (selector, expected) => {
    expect(select(body, selector)).toEqual(expected);
  });
});
