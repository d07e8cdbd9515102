import { expect, test } from 'vitest';
import { components } from './components.ts';

test('a component comes after those that it points to, and a circle is one', () => {
  const graph = new Map([
    ['main', ['a', 'b']],
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b', 'd']],
    ['d', []],
  ]);
  expect(components(graph)).toEqual([['d'], ['b', 'c'], ['a'], ['main']]);
});

test('a node that points to itself is a component of its own', () => {
  expect(components(new Map([['a', ['a']]]))).toEqual([['a']]);
});
