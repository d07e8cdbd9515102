import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takePlace } from './take-place.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'plinth-place-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

function made(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'by'), name);
  return folder;
}

test('the first stays, and the second is no error', async () => {
  const [first, second, place] = [made('first'), made('second'), join(scratch, 'place')];
  await takePlace(first, place);
  await takePlace(second, place);
  expect(readFileSync(join(place, 'by'), 'utf8')).toBe('first');
  expect(existsSync(second)).toBe(true);
});

test('a place that cannot be taken is an error', async () => {
  await expect(takePlace(made('first'), join(scratch, 'missing/place'))).rejects.toThrow('ENOENT');
});
