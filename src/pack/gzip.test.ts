import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseMember } from './base-member.ts';
import { sha256 } from './files.ts';
import { gzip } from './gzip.ts';

test('any gunzip reads back what went in', () => {
  const ascii = fc.string({
    unit: fc.nat(127).map((code) => String.fromCharCode(code)),
    maxLength: 4000,
  });
  fc.assert(
    fc.property(ascii, (text) => {
      expect(gunzipSync(gzip(text)).toString('latin1')).toBe(text);
    }),
  );
});

test('an ancestor is a line of JSON, whatever characters its file has', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const lines = gunzipSync(baseMember('a/b.ts', Buffer.from(text)))
        .toString('utf8')
        .split('\n');
      expect(lines).toHaveLength(2);
      expect(JSON.parse(lines[0] ?? '')).toEqual(['a/b.ts', text]);
    }),
  );
});

test('the bytes are fixed for all time: no clock, no compressor', () => {
  expect(sha256(gzip('export const a = 1;\n'))).toBe(
    'bae1d50256d047f3ed26967c060c16c23a06d2a1f983db777023da90490680e6',
  );
});

test('the text cannot be found in the copy', () => {
  expect(Buffer.from(gzip('needle in a file')).includes('needle')).toBe(false);
});
