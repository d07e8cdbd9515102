import { readFileSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemReason } from './system-reason.ts';

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test.each([
  [() => readFileSync('/nowhere, "at" \'all\'/x'), 'ENOENT: no such file or directory'],
  [() => writeSync(999_999, 'x'), 'EBADF: bad file descriptor'],
  [() => String(JSON.parse('{')), undefined],
])('what was refused is told without its path', (work, reason) => {
  expect(systemReason(thrownBy(work))).toBe(reason);
});
