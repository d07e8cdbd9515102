import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { FileMode } from '../pack/pack.ts';
import { scratchFolder, writeFiles } from '../pack/testing.ts';
import { paintFor } from './terminal.ts';
import { paintedDiff, unifiedDiff, type Side } from './unified-diff.ts';

const side = (text: string | Uint8Array, mode: FileMode = 0o644): Side => ({
  bytes: Buffer.from(text),
  mode,
});

test.each<[string, Side | undefined, Side | undefined]>([
  ['edited', side('one\ntwo\nthree\n'), side('one\n2\nthree\n')],
  ['emptied', side('one\n'), side('')],
  ['without its last line end', side('one\ntwo\n'), side('one\ntwo')],
  ['made executable', side('one\n'), side('one\n', 0o755)],
  ['edited and made executable', side('one\n'), side('two\n', 0o755)],
  ['gone', side('one\n'), undefined],
  ['new', undefined, side('one\n', 0o755)],
  ['replaced all through', side('a\n'.repeat(6000)), side('b\n'.repeat(6000))],
])('git applies the diff of a file that is %s', async (_, before, after) => {
  const root = scratchFolder();
  if (before) {
    writeFiles({ 'a file': Buffer.from(before.bytes).toString() }, root);
    chmodSync(join(root, 'a file'), before.mode);
  }
  const { text } = unifiedDiff('a file', before, after);
  await execa('git', ['apply', '-'], { cwd: root, input: text });
  expect(existsSync(join(root, 'a file'))).toBe(after !== undefined);
  if (!after) return;
  expect(readFileSync(join(root, 'a file'), 'utf8')).toBe(Buffer.from(after.bytes).toString());
  expect(statSync(join(root, 'a file')).mode & 0o777).toBe(after.mode);
});

test('added and removed lines are counted', () => {
  const { added, removed } = unifiedDiff('a', side('1\n2\n3\n'), side('1\n3\n4\n5\n'));
  expect({ added, removed }).toEqual({ added: 2, removed: 1 });
});

test('other line ends all through, and a byte-order mark, are no difference, and git takes it back', async () => {
  const root = writeFiles({ a: '\ufeff1\r\n3\r\n' });
  const { added, removed, text } = unifiedDiff('a', side('1\n2\n'), side('\ufeff1\r\n3\r\n'));
  expect({ added, removed }).toEqual({ added: 1, removed: 1 });
  await execa('git', ['apply', '-R', '-'], { cwd: root, input: text });
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('\ufeff1\r\n2\r\n');
});

test('what is no text is only said to differ, and git passes over that', async () => {
  const root = writeFiles({ b: '2\n' });
  const { text, added } = unifiedDiff('a', side('1\n'), side(Uint8Array.of(0, 255)));
  expect(text).toBe('Binary files a/a and b/a differ\n');
  expect(added).toBe(0);
  const beside = unifiedDiff('b', side('1\n'), side('2\n')).text;
  await execa('git', ['apply', '-R', '-'], { cwd: root, input: `${text}${beside}` });
  expect(readFileSync(join(root, 'b'), 'utf8')).toBe('1\n');
});

test('colour is laid over the same text', () => {
  const { text } = unifiedDiff('a', side('1\n'), side('2\n'));
  const painted = paintedDiff(
    text,
    paintFor(() => true, { TERM: 'xterm' }),
  );
  expect(painted).toContain('\u001b[31m-1\u001b[39m');
  expect(painted).toContain('\u001b[32m+2\u001b[39m');
  expect(painted.replaceAll(/\u001b\[\d+m/g, '')).toBe(text);
});
