import { describe, expect, test } from 'vitest';
import { commitAll, git, tryGit } from '../../src/repo/testing-git.ts';
import { committedService, failure, worktree, type Change } from './changing.ts';
import { jsonOf } from './plinth.ts';

describe('apply', () => {
  test('takes an edited plinth.json', async () => {
    const { run, edit, root } = await committedService('cache,cron');
    edit('plinth.json', '"tiers": "own"', '"tiers": "shared"');
    edit('plinth.json', '"cron": {}', '"jobs": {}');
    const ran = await run('apply', '--no-install', '--json');
    expect(jsonOf<Change>(ran).result.practices).toMatchObject({
      added: ['jobs', 'store'],
      removed: ['cron'],
    });
    const whole = await committedService('cache=shared,jobs');
    expect(worktree(root)).toEqual(worktree(whole.root));
  });

  test.each(['merge', 'rebase'])(
    'puts two branches together after a git %s (law 8)',
    async (way) => {
      const { run, root, read, write } = await committedService();
      git(root, 'checkout', '--quiet', '-b', 'theirs');
      await run('add', 'cache=shared', '--no-install');
      commitAll(root, 'cache');
      const theirs = read('plinth.json');
      git(root, 'checkout', '--quiet', 'main');
      await run('add', 'jobs', '--no-install');
      commitAll(root, 'jobs');
      expect(tryGit(root, way, 'theirs').ok).toBe(false);
      expect(failure(await run('apply', '--json'))).toContain(
        'PLINTH_RECORD_INVALID: plinth.json has conflict markers',
      );
      write({
        'plinth.json': theirs.replace('"practices": {', '"practices": {\n    "jobs": {},'),
      });
      const ran = await run('apply', '--no-install');
      expect(ran.exitCode, ran.stderr).toBe(0);
      expect(git(root, 'ls-files', '--unmerged')).toBe('');
      const whole = await committedService('cache=shared,jobs');
      expect(worktree(root)).toEqual(worktree(whole.root));
    },
  );

  test('nothing else is changed in the middle of a merge', async () => {
    const { run, root, edit } = await committedService();
    git(root, 'checkout', '--quiet', '-b', 'theirs');
    edit('README.md', 'End.', 'Fin.');
    commitAll(root, 'theirs');
    git(root, 'checkout', '--quiet', 'main');
    edit('README.md', 'End.', 'Finish.');
    commitAll(root, 'ours');
    tryGit(root, 'merge', 'theirs');
    const ran = await run('add', 'cache', '--json');
    expect(failure(ran)).toContain('PLINTH_UNRESOLVED: git is in the middle of a merge');
  });
});
