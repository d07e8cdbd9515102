import { chmodSync, mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../pack/testing.ts';
import { gitIn } from './git.ts';
import { changedEntries, conflictEntries, withIndex } from './git-index.ts';
import { git, initGit } from './testing-git.ts';

const readme = { bytes: Buffer.from('theirs\n'), mode: 0o644 } as const;

test('work that fails leaves the index as it was, and other entries in peace', async () => {
  const root = scratchFolder();
  for (const path of ['README.md', 'gone.txt', 'run.sh', 'mine.txt']) {
    writeFileSync(join(root, path), `${path}\n`);
  }
  chmodSync(join(root, 'run.sh'), 0o755);
  initGit(root);
  git(root, 'rm', '--quiet', '--cached', 'gone.txt');
  git(root, 'update-index', '--skip-worktree', 'mine.txt');
  const before = git(root, 'ls-files', '--stage', '-t');
  const run = gitIn(root);
  const conflict = { base: undefined, ours: readme, next: readme };
  const paths = ['README.md', 'gone.txt', 'run.sh', 'new/file.txt'];
  const entries = await conflictEntries(
    run,
    paths.map((path) => ({ path, ...conflict })),
  );
  const failing = withIndex(run, { resolved: [], entries }, () => {
    expect(git(root, 'ls-files', '--unmerged').split('\n')).toHaveLength(paths.length * 2 + 1);
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(git(root, 'ls-files', '--stage', '-t')).toBe(before);
});

test('changed files go into the index as git add puts them, but for those that git ignores', async () => {
  const root = scratchFolder();
  writeFileSync(join(root, 'gone.txt'), 'gone\n');
  writeFileSync(join(root, '.gitignore'), 'ignored.txt\n');
  initGit(root);
  git(root, 'config', 'core.autocrlf', 'true');
  git(root, 'config', 'core.safecrlf', 'true');
  const files = [
    { path: 'dos.txt', bytes: Buffer.from('a\r\n'), mode: 0o644 },
    { path: 'unix.txt', bytes: Buffer.from('a\n'), mode: 0o644 },
    { path: 'bin/run', bytes: Buffer.from('echo\r\n'), mode: 0o755 },
    { path: 'ignored.txt', bytes: Buffer.from(''), mode: 0o644 },
  ] as const;
  const run = gitIn(root);
  const entries = await changedEntries(run, [
    ...files.map((file) => ({ ...file, kind: 'write', before: undefined }) as const),
    { kind: 'remove', path: 'gone.txt', before: { sha256: '', mode: 0o644 } },
  ]);
  await withIndex(run, { resolved: [], entries }, () => {
    mkdirSync(join(root, 'bin'));
    for (const { path, bytes, mode } of files) writeFileSync(join(root, path), bytes, { mode });
    unlinkSync(join(root, 'gone.txt'));
  });
  const before = git(root, 'ls-files', '--stage');
  git(root, '-c', 'core.safecrlf=false', 'add', '--all');
  expect(git(root, 'ls-files', '--stage')).toBe(before);
  expect(before).not.toMatch(/gone|ignored\.txt/);
});
