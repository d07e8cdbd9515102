import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'plinth-whole-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

test('a file is written with its folder, in the place of an older one, and nothing is left beside it', () => {
  const path = join(scratch, 'out/report.html');
  writeWhole(path, 'old');
  writeWhole(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(join(scratch, 'out'))).toEqual(['report.html']);
});

test('a link is followed', () => {
  mkdirSync(join(scratch, 'kept'));
  const [real, link] = [join(scratch, 'kept/real'), join(scratch, 'link')];
  writeFileSync(real, 'old');
  symlinkSync(real, link);
  writeWhole(link, 'new');
  expect(readlinkSync(link)).toBe(real);
  expect(readFileSync(real, 'utf8')).toBe('new');
});

test('what stood there stays when the new one cannot be written', () => {
  // A name that just fits, so that the one beside it does not.
  const path = join(scratch, 'r'.repeat(255));
  writeFileSync(path, 'old');
  expect(() => {
    writeWhole(path, 'new');
  }).toThrow(expect.objectContaining({ code: 'PLINTH_WRITE_FAILED', path }));
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test.runIf(process.platform === 'linux')('a device is written to, and told when it is full', () => {
  writeWhole('/dev/null', 'text');
  expect(() => {
    writeWhole('/dev/full', 'text');
  }).toThrow('ENOSPC: no space left on device');
});
