import { expect, it } from 'vitest';
import { createPending } from './pending.ts';

it('holds keys until they are confirmed', () => {
  const pending = createPending(10);
  const confirm = pending.add(['a', 'b']);
  expect(pending.has('a')).toBe(true);
  confirm();
  expect(pending.has('a')).toBe(false);
});

it('does not take the confirmation of an earlier change for that of a later one', () => {
  const pending = createPending(10);
  const confirmFirst = pending.add(['a']);
  pending.add(['a']);
  confirmFirst();
  expect(pending.has('a')).toBe(true);
});

it('gives up the oldest when it is full', () => {
  const pending = createPending(2);
  pending.add(['a', 'b', 'c']);
  expect(pending.oldest(10)).toEqual(['b', 'c']);
});
