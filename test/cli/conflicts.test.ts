import {
  existsSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git } from '../../src/repo/testing-git.ts';
import { committedService, failure, worktree, type CommittedService } from './changing.ts';

/** A file of the practice `cache`, in which there are no marks when it is to go. */
const removedDocs = 'docs/practices/cache.md';

describe('conflicts', () => {
  async function conflicting(): Promise<CommittedService> {
    const made = await committedService();
    made.edit('README.md', 'It does not cache.', 'It does not cache yet.');
    commitAll(made.root, 'edited');
    return made;
  }

  test('write nothing, and all of them are named', async () => {
    const { run, root } = await conflicting();
    const before = worktree(root);
    const ran = await run('add', 'cache', '--no-install', '--json');
    expect(failure(ran)).toContain(
      'PLINTH_CONFLICT: README.md: you and the template changed the same lines',
    );
    expect(ran.exitCode).toBe(2);
    const shown = await run('add', 'cache', '--dry-run');
    expect(shown.exitCode).toBe(2);
    expect(shown.stdout).toContain('CONFLICT README.md');
    expect(worktree(root)).toEqual(before);
  });

  test('are written as git does, resolved, and finished by apply', async () => {
    const { run, root, read, write } = await conflicting();
    const ran = await run('add', 'cache', '--no-install', '--write-conflicts');
    expect(ran.exitCode, ran.stderr).toBe(2);
    expect(ran.stdout).toContain('plinth apply --abort');
    expect(read('README.md')).toContain(
      '<<<<<<< yours\nIt does not cache yet.\n||||||| before\nIt does not cache.\n=======\nIt caches (own).\n>>>>>>> plinth\n',
    );
    expect(
      git(root, 'ls-files', '--unmerged')
        .split('\n')
        .filter((line) => line.endsWith('README.md')),
    ).toHaveLength(3);
    expect(git(root, 'show', ':1:README.md')).toContain('It does not cache.\n');
    expect(git(root, 'show', ':2:README.md')).toContain('It does not cache yet.\n');
    expect(git(root, 'show', ':3:README.md')).toContain('It caches (own).\n');
    expect(git(root, 'status', '--porcelain')).not.toContain('conflicts');

    const early = await run('apply', '--no-install', '--json');
    expect(failure(early)).toContain('PLINTH_UNRESOLVED');
    expect(early.exitCode).toBe(2);
    expect(failure(await run('add', 'jobs', '--json'))).toContain('PLINTH_UNRESOLVED');

    write({
      'README.md': read('README.md').replace(
        /<<<<<<<[^]*>>>>>>> plinth\n/,
        'It caches at last (own).\n',
      ),
    });
    const finished = await run('apply', '--no-install');
    expect(finished.exitCode, finished.stderr).toBe(0);
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('README.md\n');
    expect(existsSync(join(root, '.plinth/conflicts'))).toBe(false);
    expect(git(root, 'ls-files', '--unmerged')).toBe('');
    commitAll(root, 'resolved');
    expect((await run('apply', '--no-install')).stdout).toBe('Nothing changes.');
    expect(read('README.md')).toContain('It caches at last (own).');
    const back = await run('remove', 'cache', '--no-install', '--json');
    expect(failure(back)).toContain('README.md: you and the template changed the same lines');
  });

  test('in a file that git does not track leave it as it is', async () => {
    const { run, root, read, write } = await committedService();
    mkdirSync(join(root, 'docs/practices'), { recursive: true });
    write({ [removedDocs]: 'mine\n' });
    const ran = await run('add', 'cache', '--no-install', '--write-conflicts');
    expect(ran.exitCode, ran.stderr).toBe(2);
    expect(read(removedDocs)).toBe('mine\n');
    expect(read(`${removedDocs}.plinth`)).toContain('Cache');
  });

  test('in a file that git ignores bring none of it into the index', async () => {
    const { run, root, read, write } = await committedService();
    write({ '.gitignore': 'docs/practices/\n' });
    commitAll(root, 'ignored');
    mkdirSync(join(root, 'docs/practices'), { recursive: true });
    write({ [removedDocs]: 'secret\n' });
    await run('add', 'cache', '--no-install', '--write-conflicts');
    expect(git(root, 'ls-files', removedDocs)).toBe('');
    const finished = await run('apply', '--no-install');
    expect(finished.exitCode, finished.stderr).toBe(0);
    expect(git(root, 'ls-files', removedDocs)).toBe('');
    expect(read(removedDocs)).toBe('secret\n');
  });

  test('that are finished after git add --all are in the index as they are finished', async () => {
    const { run, root, write } = await conflicting();
    await run('add', 'cache', '--no-install', '--write-conflicts');
    write({ 'README.md': 'Resolved.\n' });
    git(root, 'add', '--all');
    expect((await run('apply', '--no-install')).exitCode).toBe(0);
    expect(git(root, 'diff', '--name-only')).toBe('');
    expect(git(root, 'ls-files', '--others', '--exclude-standard')).toBe('');
  });

  test('are taken back by apply --abort, byte for byte, and the index too', async () => {
    const { run, root, write } = await conflicting();
    const before = worktree(root);
    await run('add', 'cache', '--no-install', '--write-conflicts');
    write({ 'README.md': 'half resolved\n' });
    const aborted = await run('apply', '--abort');
    expect(aborted.exitCode, aborted.stderr).toBe(0);
    expect(worktree(root)).toEqual(before);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  test('are taken back where git rm has resolved them, with an edit that is in no commit', async () => {
    const { run, root, append } = await committedService('cache');
    append(removedDocs, 'Mine.\n');
    const before = worktree(root);
    await run('remove', 'cache', '--no-install', '--write-conflicts');
    git(root, 'rm', '--quiet', '--force', removedDocs);
    expect((await run('apply', '--abort')).exitCode).toBe(0);
    expect(worktree(root)).toEqual(before);
    expect(git(root, 'status', '--porcelain')).toBe(` M ${removedDocs}\n`);
  });

  test('are taken back from the index too, after git add --all; what else is in it stays', async () => {
    const { run, root, write, append } = await conflicting();
    write({ 'mine.txt': 'mine\n' });
    append('src/main.ts', '// mine\n');
    git(root, 'add', 'mine.txt');
    append('mine.txt', 'more\n');
    await run('add', 'cache', '--no-install', '--write-conflicts');
    write({ 'README.md': 'resolved\n' });
    git(root, 'add', '--all');
    append('mine.txt', 'and more\n');
    expect((await run('apply', '--abort')).exitCode).toBe(0);
    expect(git(root, 'status', '--porcelain').split('\n')).toEqual([
      'AM mine.txt',
      'M  src/main.ts',
      '',
    ]);
    expect(git(root, 'show', ':mine.txt')).toBe('mine\nmore\n');
  });

  test('about a link are not taken back when the link is gone: there is no copy of it', async () => {
    const { run, root, write } = await committedService();
    unlinkSync(join(root, 'README.md'));
    symlinkSync('package.json', join(root, 'README.md'));
    commitAll(root, 'a link');
    await run('add', 'cache', '--no-install', '--write-conflicts');
    unlinkSync(join(root, 'README.md'));
    write({ 'README.md': 'resolved\n' });
    const before = worktree(root);
    expect(failure(await run('apply', '--abort', '--json'))).toContain(
      'PLINTH_CHANGED_MEANWHILE: README.md',
    );
    expect(worktree(root)).toEqual(before);
    unlinkSync(join(root, 'README.md'));
    symlinkSync('package.json', join(root, 'README.md'));
    expect((await run('apply', '--abort')).exitCode).toBe(0);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  test('are not taken back over another edit that was made since', async () => {
    const { run, root, edit } = await conflicting();
    await run('add', 'cache', '--no-install', '--write-conflicts');
    edit('package.json', '"type"', '"author": "Ada",\n  "type"');
    const before = worktree(root);
    expect(failure(await run('apply', '--abort', '--json'))).toContain(
      'PLINTH_CHANGED_MEANWHILE: package.json',
    );
    expect(worktree(root)).toEqual(before);
  });

  test.each(['sha1', 'sha256'])(
    'of a file that the template has removed are resolved with git, whose ids are %s',
    async (format) => {
      const { run, root, write, read } = await committedService(
        'cache',
        `--object-format=${format}`,
      );
      write({ [removedDocs]: '# My cache\n' });
      commitAll(root, 'edited');
      expect((await run('remove', 'cache', '--no-install', '--write-conflicts')).exitCode).toBe(2);
      expect(read(removedDocs)).toBe('# My cache\n');
      expect(git(root, 'ls-files', '--unmerged', removedDocs)).toContain(removedDocs);
      expect(failure(await run('apply', '--no-install', '--json'))).toContain(removedDocs);
      git(root, 'add', removedDocs);
      expect((await run('apply', '--no-install')).exitCode).toBe(0);
      expect(read(removedDocs)).toBe('# My cache\n');
    },
  );

  test('of a link are resolved by keeping it, and are none again until the template changes', async () => {
    const { run, root } = await committedService();
    const readme = join(root, 'README.md');
    unlinkSync(readme);
    symlinkSync('docs/mine.md', readme);
    commitAll(root, 'linked');
    expect((await run('add', 'cache', '--no-install', '--write-conflicts')).exitCode).toBe(2);
    expect(failure(await run('apply', '--no-install', '--json'))).toContain('PLINTH_UNRESOLVED');
    git(root, 'add', 'README.md');
    const applied = await run('apply', '--no-install');
    expect(applied.exitCode, applied.stderr).toBe(0);
    expect(readlinkSync(readme)).toBe('docs/mine.md');
    expect(existsSync(join(root, 'README.md.plinth'))).toBe(false);
    expect((await run('check')).stdout).toContain('A link stands where a file belongs.');
    expect((await run('check')).exitCode).toBe(0);
    expect((await run('add', 'jobs', '--dry-run')).exitCode).toBe(2);
  });

  test('of a link where a file has to be are resolved by a file, and that is said', async () => {
    const { run, root, changePack } = await committedService();
    const main = join(root, 'src/main.ts');
    unlinkSync(main);
    symlinkSync('../README.md', main);
    commitAll(root, 'linked');
    changePack({ 'base/files/src/main.ts': 'export const main = 2;\n' });
    expect((await run('update', '--no-install', '--write-conflicts')).exitCode).toBe(2);
    git(root, 'add', 'src/main.ts');
    expect(failure(await run('apply', '--no-install', '--json'))).toMatch(
      /^PLINTH_CONFLICT: .*a link stands where.* Put the file there that you want, and run this again/,
    );
    unlinkSync(main);
    renameSync(`${main}.plinth`, main);
    const applied = await run('apply', '--no-install');
    expect(applied.exitCode, applied.stderr).toBe(0);
  });

  test('are neither written, finished nor taken back while git cannot write its index', async () => {
    const { run, root, write } = await committedService('cache');
    write({ [removedDocs]: '# My cache\n' });
    commitAll(root, 'edited');
    const lock = join(root, '.git/index.lock');
    const refused = async (...args: readonly string[]): Promise<void> => {
      const before = worktree(root);
      writeFileSync(lock, '');
      const ran = await run(...args, '--json');
      expect(failure(ran)).toMatch(
        /^PLINTH_WRITE_FAILED: git cannot write its index: .*index\.lock/,
      );
      expect(ran.exitCode).toBe(4);
      expect(worktree(root)).toEqual(before);
      unlinkSync(lock);
    };
    const remove = ['remove', 'cache', '--no-install', '--write-conflicts'];
    await refused(...remove);
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect((await run(...remove)).exitCode).toBe(2);
    await refused('apply', '--abort');
    expect(failure(await run('apply', '--no-install', '--json'))).toContain('PLINTH_UNRESOLVED');
    expect((await run('apply', '--abort')).exitCode).toBe(0);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  test('that are resolved are finished as soon as git can write its index', async () => {
    const { run, root, write } = await conflicting();
    await run('add', 'cache', '--no-install', '--write-conflicts');
    write({ 'README.md': 'Resolved.\n' });
    const before = worktree(root);
    writeFileSync(join(root, '.git/index.lock'), '');
    expect(failure(await run('apply', '--no-install', '--json'))).toContain('PLINTH_WRITE_FAILED');
    expect(worktree(root)).toEqual(before);
    unlinkSync(join(root, '.git/index.lock'));
    expect((await run('apply', '--no-install')).exitCode).toBe(0);
    expect(git(root, 'ls-files', '--unmerged')).toBe('');
    expect(existsSync(join(root, '.plinth/conflicts'))).toBe(false);
  });
});
