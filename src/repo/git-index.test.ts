import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../pack/testing.ts';
import { gitIn } from './git.ts';
import { conflictEntries, withIndex } from './git-index.ts';
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
