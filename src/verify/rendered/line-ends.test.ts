import { expect, test } from 'vitest';
import { lineEnds } from './line-ends.ts';
import { found } from './testing.ts';

test('a carriage return, a byte order mark and a missing or doubled last line end are found', async () => {
  const files = {
    'a.ts': 'one\r\ntwo\n',
    'b.ts': '\u{feff}one\n',
    'c.ts': 'one',
    'd.ts': 'one\n\n',
  };
  expect(await found(lineEnds(), files)).toEqual([
    'a.ts: has a carriage return',
    'b.ts: begins with a byte order mark',
    'c.ts: does not end with a line feed',
    'd.ts: ends with an empty line',
  ]);
});

test('empty files, plain ones and those that are not text are left alone', async () => {
  expect(await found(lineEnds(), { a: '', b: 'one\ntwo\n', 'c.png': '\u{0}\r' })).toEqual([]);
});
