import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, tryGit } from '../../src/repo/testing-git.ts';
import {
  committedService,
  failure,
  serviceOfMonorepo,
  worktree,
  type Change,
  type CommittedService,
} from './changing.ts';
import { jsonOf, plinth, scratchFolder } from './plinth.ts';

interface CheckJson {
  readonly result: { readonly findings: readonly object[] };
}

/** Files that a commit of the index would not have as they stand. */
function unstaged(root: string): readonly string[] {
  const changed = git(root, 'diff', '--name-only', '--relative');
  const untracked = git(root, 'ls-files', '--others', '--exclude-standard');
  return [...new Set(`${changed}${untracked}`.split('\n'))].filter((path) => path !== '');
}

/**
 * Brings together two branches that have added a practice and edited one line each, and settles
 * plinth.json.
 *
 * @param way - the command of git
 */
async function conflictingBranches(service: CommittedService, way: string): Promise<void> {
  const { run, root, edit, read, write } = service;
  git(root, 'checkout', '--quiet', '-b', 'theirs');
  await run('add', 'cache=shared', '--no-install');
  edit('README.md', 'End.', 'Fin.');
  commitAll(root, 'cache');
  const theirs = read('plinth.json');
  git(root, 'checkout', '--quiet', 'main');
  await run('add', 'jobs', '--no-install');
  edit('README.md', 'End.', 'Finish.');
  commitAll(root, 'jobs');
  expect(tryGit(root, way, 'theirs').ok).toBe(false);
  // Added too early: what is in the index is not what it is resolved to.
  git(root, 'add', 'plinth.json');
  write({ 'plinth.json': theirs.replace('"practices": {', '"practices": {\n    "jobs": {},') });
}

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
      for (const command of ['check', 'update', 'diff']) {
        expect(failure(await run(command, '--json')), command).toMatch(
          /plinth\.lock has conflict markers of a merge Resolve plinth\.json alone, then run plinth apply/,
        );
      }
      const ran = await run('apply', '--no-install');
      expect(ran.exitCode, ran.stderr).toBe(0);
      expect(unstaged(root)).toEqual([]);
      const whole = await committedService('cache=shared,jobs');
      expect(worktree(root)).toEqual(worktree(whole.root));
    },
  );

  test.each([
    { way: 'merge', where: 'a repository', made: committedService },
    { way: 'rebase', where: 'a repository', made: committedService },
    { way: 'cherry-pick', where: 'a folder of one', made: serviceOfMonorepo },
  ])(
    'what it writes goes into the commit of a $way, with conflicts in between, in $where',
    async ({ way, made }) => {
      const service = await made();
      await conflictingBranches(service, way);
      const { run, root, read, write, pack } = service;
      const conflicts = await run('apply', '--no-install', '--write-conflicts');
      expect(conflicts.exitCode, conflicts.stderr).toBe(2);
      expect(unstaged(root)).toEqual(['README.md']);
      write({
        'README.md': read('README.md').replace(/<<<<<<<[^]*>>>>>>> plinth\n/, 'Fin, finish.\n'),
      });
      git(root, 'add', 'README.md');
      const finished = await run('apply', '--no-install');
      expect(finished.exitCode, finished.stderr).toBe(0);
      expect(unstaged(root)).toEqual([]);
      git(root, '-c', 'core.editor=true', way, '--continue');
      expect(git(root, 'status', '--porcelain')).toBe('');

      const clone = scratchFolder();
      git(root, 'clone', '--quiet', git(root, 'rev-parse', '--show-toplevel').trim(), clone);
      const cwd = join(clone, git(root, 'rev-parse', '--show-prefix').trim());
      const check = jsonOf<CheckJson>(await plinth(['check', '--json', '--pack', pack], { cwd }));
      expect(check.result.findings).toMatchObject([{ path: 'README.md', rule: 'edited-locally' }]);
    },
  );

  test('a merge is in the index as it was once its conflicts are taken back', async () => {
    const service = await committedService();
    await conflictingBranches(service, 'merge');
    const { run, root } = service;
    const before = [git(root, 'ls-files', '--stage'), worktree(root)];
    expect((await run('apply', '--no-install', '--write-conflicts')).exitCode).toBe(2);
    git(root, 'add', '--all');
    expect((await run('apply', '--abort')).exitCode).toBe(0);
    expect([git(root, 'ls-files', '--stage'), worktree(root)]).toEqual(before);
  });

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
