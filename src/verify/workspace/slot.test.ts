import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../pack/testing.ts';
import { treeWith } from '../program/testing.ts';
import { slotIn } from './slot.ts';

const filesOf = (files: Readonly<Record<string, string>>) => treeWith(files).files.values();

test('a slot holds the files of the last program, and writes what differs', async () => {
  const folder = scratchFolder();
  const { hold } = slotIn(folder);
  expect(await hold(filesOf({ 'src/a.ts': 'a', 'src/b.ts': 'b' }))).toEqual([
    'src/a.ts',
    'src/b.ts',
  ]);
  expect(await hold(filesOf({ 'src/b.ts': 'b', 'src/c.ts': 'c' }))).toEqual([
    'src/a.ts',
    'src/c.ts',
  ]);
  expect(existsSync(join(folder, 'src/a.ts'))).toBe(false);
  expect(readFileSync(join(folder, 'src/c.ts'), 'utf8')).toBe('c');
  expect(statSync(join(folder, 'src/c.ts')).mode & 0o777).toBe(0o644);
});

test('a folder goes with its last file', async () => {
  const folder = scratchFolder();
  const slot = slotIn(folder);
  await slot.hold(filesOf({ 'src/practices/cache/a.ts': 'a', 'src/b.ts': 'b' }));
  await slot.hold(filesOf({ 'src/b.ts': 'b' }));
  expect(readdirSync(join(folder, 'src'))).toEqual(['b.ts']);
});

test('what a check has left lying is gone for the next program', async () => {
  const folder = scratchFolder();
  const { hold } = slotIn(folder);
  await hold(filesOf({ 'src/a.ts': 'a' }));
  writeFileSync(join(folder, 'src/left.ts'), '');
  writeFileSync(join(folder, 'src/a.ts'), 'changed');
  await hold(filesOf({ 'src/a.ts': 'a' }));
  expect(existsSync(join(folder, 'src/left.ts'))).toBe(false);
  expect(readFileSync(join(folder, 'src/a.ts'), 'utf8')).toBe('a');
});
