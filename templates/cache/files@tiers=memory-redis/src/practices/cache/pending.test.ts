import { expect, it, vi } from 'vitest';
import { createPending } from './pending.ts';

it('holds keys until they are confirmed', () => {
  const pending = createPending(10);
  const { confirm } = pending.add(['a', 'b']);
  expect(pending.has('a')).toBe(true);
  confirm();
  expect(pending.has('a')).toBe(false);
});

it('does not take the confirmation of an earlier change for that of a later one', () => {
  const pending = createPending(10);
  const first = pending.add(['a']);
  pending.add(['a']);
  first.confirm();
  expect(pending.has('a')).toBe(true);
});

it('gives up the oldest when it is full', () => {
  const pending = createPending(2);
  pending.add(['a', 'b', 'c']);
  expect(pending.oldest(10).keys).toEqual(['b', 'c']);
});

it('tells since when the oldest has been waiting, however often it was tried', () => {
  vi.useFakeTimers({ now: 1_000 });
  try {
    const pending = createPending(10);
    expect(pending.since()).toBe(Infinity);
    pending.add(['a']);
    vi.setSystemTime(2_000);
    pending.add(['b']);
    const oldest = pending.oldest(1);
    expect(oldest.keys).toEqual(['a']);
    expect(pending.since()).toBe(1_000);
    oldest.confirm();
    expect(pending.since()).toBe(2_000);
  } finally {
    vi.useRealTimers();
  }
});
