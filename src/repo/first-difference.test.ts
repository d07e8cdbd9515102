import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';

test('everything above the first difference is the same, and it is none between equal texts', () => {
  const lines = fc.array(fc.constantFrom('a', 'b'), { maxLength: 6 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const at = firstDifference(before.join('\n'), after.join('\n'));
      if (before.join('\n') === after.join('\n')) expect(at).toBeUndefined();
      else expect(after.slice(0, (at ?? 1) - 1)).toEqual(before.slice(0, (at ?? 1) - 1));
    }),
  );
});

test.each([
  ['1\n2\n', '1\n3\n', 2],
  ['1\n2\n', '1\n2\n3\n', 3],
  ['1\n2\n', '1\n', 2],
  ['1\n', '1\n', undefined],
])('%j and %j differ from line %s on', (before, after, line) => {
  expect(firstDifference(before, after)).toBe(line);
});
