import { expect, test } from 'vitest';
import { progressLine, progressOn, timeText } from './verify-progress.ts';

test('a line of progress says what is done and left, how fast, and how long it still takes', () => {
  expect(progressLine('built', { done: 12, total: 216, failed: 1 }, 60_000)).toBe(
    'built: 12 of 216 done, 204 left, 12.0 a minute, 17 min to go, 1 failed',
  );
  expect(progressLine('built', { done: 0, total: 3, failed: 0 }, 0)).toBe(
    'built: 0 of 3 done, 3 left, 0 failed',
  );
});

test.each([
  [400, '0 s'],
  [89_000, '89 s'],
  [600_000, '10 min'],
  [7_500_000, '2 h 5 min'],
])('%i ms are %s', (ms, text) => {
  expect(timeText(ms)).toBe(text);
});

test('without a terminal the last line is always printed, and none before it within seconds', () => {
  const lines: string[] = [];
  const progress = progressOn(
    { progress: (line) => lines.push(line), status: () => undefined },
    'built',
  );
  for (const done of [0, 1, 2]) progress.show({ done, total: 2, failed: 0 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('2 of 2 done');
});
