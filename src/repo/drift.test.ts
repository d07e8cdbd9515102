import { expect, test } from 'vitest';
import { sha256 } from '../pack/files.ts';
import { drift } from './drift.ts';
import type { BaseFile, Found } from './three-way.ts';

const rendered = 'one\ntwo\n';
const base = (changes: Partial<BaseFile> = {}): ReadonlyMap<string, BaseFile> =>
  new Map([
    [
      'a',
      {
        owners: ['base'],
        ownership: 'managed',
        required: false,
        sha256: sha256(rendered),
        mode: 0o644,
        ...changes,
      },
    ],
  ]);
const file = (text: string, mode: 0o644 | 0o755 = 0o644): Found => ({
  kind: 'file',
  bytes: Buffer.from(text),
  sha256: sha256(text),
  mode,
});
const driftOf = (found: Found, changes?: Partial<BaseFile>) =>
  drift(base(changes), new Map([['a', found]])).map(({ kind }) => kind);

test.each([
  ['as rendered', rendered, []],
  ['with Windows line ends', 'one\r\ntwo\r\n', []],
  ['with a byte-order mark', `\ufeff${rendered}`, []],
  ['with both', '\ufeffone\r\ntwo\r\n', []],
  ['with one Windows line end of two', 'one\r\ntwo\n', ['changed']],
  ['with a lone carriage return', 'one\rtwo\n', ['changed']],
  ['without its last line end', 'one\ntwo', ['changed']],
  ['with one more', 'one\ntwo\n\n', ['changed']],
  ['with a space', 'one \ntwo\n', ['changed']],
  ['with a byte-order mark inside', 'one\n\ufefftwo\n', ['changed']],
])('a managed file %s', (_, text, expected) => {
  expect(driftOf(file(text))).toEqual(expected);
});

test('a managed file that is gone, executable, or a folder', () => {
  expect(drift(base(), new Map())).toEqual([{ path: 'a', kind: 'missing' }]);
  expect(driftOf(file(rendered, 0o755))).toEqual(['mode']);
  expect(driftOf({ kind: 'folder' })).toEqual(['not-a-file']);
});

test('a merged file may be edited; only a required one must be there', () => {
  expect(driftOf(file('mine'), { ownership: 'merged' })).toEqual([]);
  expect(drift(base({ ownership: 'merged' }), new Map())).toEqual([]);
  expect(drift(base({ ownership: 'merged', required: true }), new Map())).toEqual([
    { path: 'a', kind: 'missing' },
  ]);
});
