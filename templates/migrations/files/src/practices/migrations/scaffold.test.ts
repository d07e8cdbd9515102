import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scaffold } from './scaffold.ts';

let source = '';
beforeEach(async () => {
  source = await mkdtemp(join(tmpdir(), 'scaffold-'));
  await mkdir(join(source, 'modules', 'orders'), { recursive: true });
  await mkdir(join(source, 'practices', 'audit'), { recursive: true });
});
afterEach(() => rm(source, { recursive: true }));

describe('a new migration', () => {
  it('gets the next number of its owner', async () => {
    const first = await scaffold(source, 'orders', 'add-note');
    const second = await scaffold(source, 'orders', 'drop-note');
    const other = await scaffold(source, 'audit', 'create');
    expect([first, second, other].map((path) => basename(path))).toEqual([
      'orders_0001_add_note.ts',
      'orders_0002_drop_note.ts',
      'audit_0001_create.ts',
    ]);
    expect(await readFile(first, 'utf8')).toContain('export async function down');
  });

  it('needs an owner that exists', async () => {
    await expect(scaffold(source, 'ordrs', 'add-note')).rejects.toThrow('found no "ordrs"');
  });
});
