import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { smallPack } from '../../src/pack/testing.ts';
import { commitAll, git } from '../../src/repo/testing-git.ts';
import { committedService, failure, worktree, type Change } from './changing.ts';
import { jsonOf, plinth, scratchFolder, type FailureJson } from './plinth.ts';

describe('add and remove', () => {
  test('add brings requirements along and says so; remove takes them away again', async () => {
    const { root, run } = await committedService();
    const before = worktree(root);
    const added = await run('add', 'cache=shared', '--no-install', '--json');
    expect(added.exitCode, added.stderr).toBe(0);
    expect(jsonOf<Change>(added).result.practices).toEqual({
      added: ['cache', 'store'],
      removed: [],
      changed: [],
      comeAlong: ['store'],
      goAlong: [],
    });
    commitAll(root, 'cache');

    const again = await run('add', 'cache', '--no-install');
    expect(again.stdout).toBe('Nothing changes.\n'.trim());
    expect(git(root, 'status', '--porcelain')).toBe('');

    const removed = await run('remove', 'cache', '--no-install', '--json');
    expect(jsonOf<Change>(removed).result.practices).toMatchObject({
      removed: ['cache', 'store'],
      goAlong: ['store'],
    });
    expect(worktree(root)).toEqual(before);
  });

  test('what another plinth has just written is not taken for an edit', async () => {
    const { root, pack, changePack, run } = await committedService();
    // Of the files that both change, only managed ones: their texts are not kept.
    changePack({
      'jobs/practice.yaml': 'id: jobs\ntitle: Jobs\nsummary: It.\nentry: jobs\n',
      'base/practice.yaml': (smallPack['base/practice.yaml'] ?? '').replace(`'bin`, `'*.js', 'bin`),
    });
    await run('update');
    const bin = scratchFolder();
    // Stands for git, which is asked between the reading of the records and that of the files.
    const other = `"${process.execPath}" "${join(inject('dist'), 'bin.cjs')}" add jobs --pack "${pack}" --no-install`;
    const path = process.env['PATH'] ?? '';
    writeFileSync(
      join(bin, 'git'),
      `#!/bin/sh\nPATH="${path}"\n[ -e done ] || { touch done; ${other} > /dev/null; } || exit 1\nexec git "$@"\n`,
      { mode: 0o755 },
    );
    const ran = await plinth(['add', 'cache', '--pack', pack, '--no-install', '--json'], {
      cwd: root,
      env: { PATH: `${bin}:${path}` },
    });
    expect(failure(ran)).toContain('PLINTH_CHANGED_MEANWHILE: plinth.json changed meanwhile');
    expect(ran.exitCode).toBe(2);
  });

  test('people read what comes along, what changes, and what to run next', async () => {
    const { run } = await committedService();
    const { stdout } = await run('add', 'cache=shared', '--no-install');
    expect(stdout).toContain('Adds: cache\nComes along: store\n');
    expect(stdout).toContain('  changed package.json (sensitive)\n');
    expect(stdout).toContain('Next:\n  npm install\n  npm test');
  });

  test('what cannot be undone is named', async () => {
    const { run, root } = await committedService('jobs');
    const { stdout } = await run('remove', 'jobs', '--no-install');
    const migration = 'src/practices/jobs/migrations/jobs_0001_table.ts';
    expect(stdout).toContain(`${migration}: stays: it is yours`);
    expect(existsSync(join(root, migration))).toBe(true);
  });

  test('an option is changed by adding the practice again', async () => {
    const { run } = await committedService('cache');
    const ran = await run('add', 'cache.tiers=shared', '--no-install', '--json');
    expect(jsonOf<Change>(ran).result.practices).toMatchObject({
      added: ['store'],
      changed: ['cache'],
      comeAlong: ['store'],
    });
  });

  test('a dry run shows the plan and a diff, and writes nothing', async () => {
    const { run, root } = await committedService();
    const before = worktree(root);
    const { stdout, exitCode } = await run('add', 'cache', '--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+export { cache } from');
    expect(stdout).toContain('Nothing was written.');
    const { result } = jsonOf<Change>(await run('add', 'cache', '--dry-run', '--json'));
    expect(result).toMatchObject({ dryRun: true, written: false });
    expect(result.files.map(({ path, action }) => `${action} ${path}`)).toContain(
      'create src/practices/cache/practice.ts',
    );
    expect(worktree(root)).toEqual(before);
  });

  test.each([['--yes'], ['--write-conflicts'], ['--force']])(
    'a file in the place of a folder is named once, whatever belongs in it (%s)',
    async (...flags) => {
      const { root, run } = await committedService();
      mkdirSync(join(root, 'src/practices'));
      writeFileSync(join(root, 'src/practices/cache'), 'hi\n');
      const before = worktree(root);
      const ran = await run('add', 'cache', '--no-install', '--json', ...flags);
      expect(jsonOf<FailureJson>(ran).error).toMatchObject({
        code: 'PLINTH_CONFLICT',
        message: 'src/practices/cache is a file, where a folder belongs',
        path: 'src/practices/cache',
        hint: 'Nothing was written. Move it out of the way, and run this again.',
      });
      expect(ran.exitCode).toBe(2);
      expect(worktree(root)).toEqual(before);
    },
  );

  test('install runs when package.json has changed', async () => {
    const { root, pack } = await committedService();
    const env = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
    const ran = await plinth(['add', 'cache', '--pack', pack, '--json'], { cwd: root, env });
    expect(ran.exitCode).toBe(4);
    expect(failure(ran)).toContain('PLINTH_INSTALL_FAILED');
    expect(failure(ran)).toContain('The files are in place. Next: npm install');
    const jobs = await plinth(['add', 'cron', '--pack', pack, '--json'], { cwd: root, env });
    expect(jsonOf<Change>(jobs).result.installed).toBe(false);
  });

  test.each([
    { args: ['add'], code: 'PLINTH_MISSING_ARGUMENT', says: 'plinth list' },
    { args: ['add', 'cashe'], code: 'PLINTH_UNKNOWN_PRACTICE', says: '"cache"' },
    { args: ['remove'], code: 'PLINTH_MISSING_ARGUMENT', says: 'plinth.json' },
    { args: ['remove', 'cron'], code: 'PLINTH_NOT_PRESENT', says: 'does not have "cron"' },
    { args: ['remove', 'crom'], code: 'PLINTH_UNKNOWN_PRACTICE', says: 'crom' },
    { args: ['remove', 'base'], code: 'PLINTH_PRACTICE_REQUIRED', says: 'the base' },
    {
      args: ['remove', 'store'],
      code: 'PLINTH_PRACTICE_REQUIRED',
      says: '"cache" requires "store"',
    },
    { args: ['apply', '--abort'], code: 'PLINTH_NOTHING_TO_ABORT', says: 'no run' },
    { args: ['apply', '--abort', '--force'], code: 'PLINTH_FLAG_CONFLICT', says: '--abort' },
  ])('$args is refused: $code', async ({ args, code, says }) => {
    const { run, root } = await committedService('cache=shared');
    const before = worktree(root);
    const ran = await run(
      ...args,
      ...(args.includes('--abort') ? ['--json'] : ['--no-install', '--json']),
    );
    expect(ran.exitCode).toBe(4);
    expect(failure(ran)).toContain(code);
    expect(failure(ran)).toContain(says);
    expect(worktree(root)).toEqual(before);
  });

  test('outside of a repository there is nothing to add to', async () => {
    const ran = await plinth(['add', 'cache', '--json'], { cwd: scratchFolder() });
    expect(failure(ran)).toContain('PLINTH_NO_REPOSITORY');
  });

  test('another pack is refused, and so is one that has moved on', async () => {
    const { run, root, changePack } = await committedService();
    const other = await plinth(['add', 'cache', '--json'], { cwd: root });
    expect(failure(other)).toContain('PLINTH_OTHER_PACK');
    changePack({ 'base/files/bin/start': '#!/bin/sh\nexec node src/main.ts --now\n' });
    const stale = await run('add', 'cache', '--json');
    expect(failure(stale)).toContain('Run plinth update first.');
    expect(failure(stale)).toContain('PLINTH_STALE');
    expect(stale.exitCode).toBe(3);
  });

  test('a managed file that was edited is in the way only of a change to it, and --force writes over it', async () => {
    const { run, root, edit, read } = await committedService();
    edit('src/main.ts', 'main', 'mine');
    commitAll(root, 'edited');
    const kept = await run('add', 'cron', '--no-install');
    expect(kept.exitCode, kept.stderr).toBe(0);
    expect(kept.stdout).toMatch(/src\/main\.ts: edited by hand \(\w+\): it stays as it is/);
    edit('src/practices.gen.ts', 'export', '// mine\nexport');
    commitAll(root, 'edited too');
    const ran = await run('add', 'cache', '--no-install', '--json');
    expect(failure(ran)).toContain('PLINTH_VIOLATION');
    expect(ran.exitCode).toBe(1);
    expect((await run('add', 'cache', '--no-install', '--force')).exitCode).toBe(0);
    expect(read('src/practices.gen.ts')).not.toContain('mine');
  });

  test('edits in no commit are not written over, unless by --force', async () => {
    const { run, edit, read } = await committedService();
    edit('README.md', 'End.', 'My end.');
    const ran = await run('add', 'cache', '--no-install', '--json');
    expect(failure(ran)).toContain('PLINTH_UNCOMMITTED');
    expect(ran.exitCode).toBe(2);
    expect((await run('add', 'cache', '--no-install', '--force')).exitCode).toBe(0);
    expect(read('README.md')).toMatch(/It caches[^]*My end\./);
  });
});
