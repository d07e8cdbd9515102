import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../pack/testing.ts';
import { commitAll, initGit } from './testing-git.ts';
import { createAt } from './testing-repository.ts';
import { after, base, before, clean, repository, updateTo } from './testing-updates.ts';

/** A change of the pack where people have moved a file. */

test('a file that the user has moved unchanged is followed, also once it is edited there', async () => {
  const repo = repository();
  mkdirSync(join(repo.root, 'mine'));
  renameSync(join(repo.root, 'a.txt'), join(repo.root, 'mine/a.txt'));
  expect(await repo.update()).toEqual(clean);
  expect(repo.read('mine/a.txt')).toBe('one\nTWO\nthree\nfour\nfive\n');
  expect(repo.read('a.txt')).toBeUndefined();
  repo.write('mine/a.txt', 'one\nTWO\nthree\nfour\nFIVE\n');
  commitAll(repo.root, 'edited there');
  expect(await updateTo(repo.root, before)).toMatchObject({ conflicts: [] });
  expect(repo.read('mine/a.txt')).toBe('one\ntwo\nthree\nfour\nFIVE\n');
});

test('two copies of a moved file are not guessed between', async () => {
  const repo = repository();
  renameSync(join(repo.root, 'a.txt'), join(repo.root, 'b.txt'));
  repo.write('c.txt', 'one\ntwo\nthree\nfour\nfive\n');
  expect((await repo.update()).reports).toEqual(['a.txt: deleted by you, changed by the template']);
});

test('where git does not track it yet, a moved file is left alone', async () => {
  const repo = repository();
  renameSync(join(repo.root, 'a.txt'), join(repo.root, 'b.txt'));
  expect((await updateTo(repo.root, after)).conflicts).toEqual([
    'b.txt: moved here by you, and git does not track it yet',
  ]);
  commitAll(repo.root, 'moved');
  expect(await updateTo(repo.root, after)).toEqual(clean);
});

const notItsOwn: Readonly<Record<string, (root: string) => void>> = {
  'a folder that git ignores': (root) => {
    appendFileSync(join(root, '.git/info/exclude'), 'other\n');
  },
  'another repository': (root) => {
    initGit(join(root, 'other'));
  },
  'another service': (root) => {
    writeFileSync(join(root, 'other/plinth.json'), '{}\n');
  },
};

test.each(Object.entries(notItsOwn))(
  'a copy in %s is not where a file was moved to',
  async (_, make) => {
    const repo = repository();
    const text = repo.read('a.txt') ?? '';
    repo.write('other/a.txt', text);
    make(repo.root);
    unlinkSync(join(repo.root, 'a.txt'));
    expect(await repo.update()).toEqual({
      ...clean,
      reports: ['a.txt: deleted by you, changed by the template'],
    });
    expect(repo.read('other/a.txt')).toBe(text);
  },
);

test('nor is one in another repository where there is no git around it', async () => {
  const root = join(scratchFolder(), 'svc');
  createAt(root, before, {});
  mkdirSync(join(root, 'other'));
  renameSync(join(root, 'a.txt'), join(root, 'other/a.txt'));
  initGit(join(root, 'other'));
  expect((await updateTo(root, after)).reports).toEqual([
    'a.txt: deleted by you, changed by the template',
  ]);
  expect(readFileSync(join(root, 'other/a.txt'), 'utf8')).toBe(base['base/files/a.txt']);
});
