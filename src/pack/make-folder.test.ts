import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'plinth-folder-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

test('a folder is made with those above it, and one that stands is left', () => {
  const inner = join(scratch, 'a/b/c');
  makeFolder(inner);
  makeFolder(inner);
  expect(existsSync(inner)).toBe(true);
});

test('below a file none is made', () => {
  writeFileSync(join(scratch, 'file'), '');
  expect(() => {
    makeFolder(join(scratch, 'file/a'));
  }).toThrow('EEXIST');
});

test.runIf(process.platform === 'linux')('where the system lets none be made it says so', () => {
  expect(() => {
    makeFolder('/proc/plinth/a');
  }).toThrow('ENOENT');
});
