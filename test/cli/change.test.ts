import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallPack, type Files } from '../../src/pack/testing.ts';
import { snapshot } from '../../src/repo/snapshot.ts';
import { commitAll, git, initGit, tryGit } from '../../src/repo/testing-git.ts';
import { jsonOf, plinth, scratchFolder, type FailureJson, type Ran } from './plinth.ts';

/** add, remove, apply and update as people run them, on a small pack in a folder. */

interface Change {
  readonly result: {
    readonly practices: Readonly<
      Record<'added' | 'removed' | 'changed' | 'comeAlong' | 'goAlong', readonly string[]>
    >;
    readonly files: readonly {
      readonly path: string;
      readonly action: string;
      readonly notes: readonly string[];
    }[];
    readonly written: boolean;
    readonly installed: boolean;
    readonly dryRun?: boolean;
  };
}

interface Service {
  readonly root: string;
  readonly pack: string;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly edit: (path: string, from: string, to: string) => void;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
}

function packAt(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function service(withPractices = ''): Promise<Service> {
  const parent = scratchFolder();
  const [root, pack] = [join(parent, 'svc'), join(parent, 'pack')];
  packAt(pack, smallPack);
  const chosen = withPractices === '' ? ['--without', 'cache'] : ['--with', withPractices];
  const made = await plinth(
    ['create', 'svc', ...chosen, '--pack', pack, '--yes', '--no-install', '--no-git'],
    { cwd: parent },
  );
  expect(made.exitCode, made.stderr).toBe(0);
  initGit(root);
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string): void => {
    writeFileSync(join(root, path), text);
  };
  return {
    root,
    pack,
    read,
    write,
    edit: (path, from, to) => {
      expect(read(path)).toContain(from);
      write(path, read(path).replace(from, to));
    },
    run: (...args) => plinth([...args, '--pack', pack], { cwd: root }),
  };
}

/** The state of the worktree, without what git keeps for itself. */
function worktree(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.git/')),
  );
}

function failure(ran: Ran): string {
  const { error } = jsonOf<FailureJson>(ran);
  return `${String(error.code)}: ${String(error.message)} ${String(error.hint)}`;
}

describe('add and remove', () => {
  test('add brings requirements along and says so; remove takes them away again', async () => {
    const { root, run } = await service();
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

  test('people read what comes along, what changes, and what to run next', async () => {
    const { run } = await service();
    const { stdout } = await run('add', 'cache=shared', '--no-install');
    expect(stdout).toContain('Adds: cache\nComes along: store\n');
    expect(stdout).toContain('  changed package.json (sensitive)\n');
    expect(stdout).toContain('Next:\n  npm install\n  npm test');
  });

  test('what cannot be undone is named', async () => {
    const { run, root } = await service('jobs');
    const { stdout } = await run('remove', 'jobs', '--no-install');
    const migration = 'src/practices/jobs/migrations/jobs_0001_table.ts';
    expect(stdout).toContain(`${migration}: stays: it is yours`);
    expect(existsSync(join(root, migration))).toBe(true);
  });

  test('an option is changed by adding the practice again', async () => {
    const { run } = await service('cache');
    const ran = await run('add', 'cache.tiers=shared', '--no-install', '--json');
    expect(jsonOf<Change>(ran).result.practices).toMatchObject({
      added: ['store'],
      changed: ['cache'],
      comeAlong: ['store'],
    });
  });

  test('a dry run shows the plan and a diff, and writes nothing', async () => {
    const { run, root } = await service();
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

  test('install runs when package.json has changed', async () => {
    const { root, pack } = await service();
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
    const { run, root } = await service('cache=shared');
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
    const { run, root, pack } = await service();
    const other = await plinth(['add', 'cache', '--json'], { cwd: root });
    expect(failure(other)).toContain('PLINTH_OTHER_PACK');
    packAt(pack, { 'base/files/bin/start': '#!/bin/sh\nexec node src/main.ts --now\n' });
    const stale = await run('add', 'cache', '--json');
    expect(failure(stale)).toContain('Run plinth update first.');
    expect(failure(stale)).toContain('PLINTH_STALE');
    expect(stale.exitCode).toBe(3);
  });

  test('a managed file that was edited is in the way only of a change to it, and --force writes over it', async () => {
    const { run, root, edit, read } = await service();
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
    const { run, edit, read } = await service();
    edit('README.md', 'End.', 'My end.');
    const ran = await run('add', 'cache', '--no-install', '--json');
    expect(failure(ran)).toContain('PLINTH_UNCOMMITTED');
    expect(ran.exitCode).toBe(2);
    expect((await run('add', 'cache', '--no-install', '--force')).exitCode).toBe(0);
    expect(read('README.md')).toMatch(/It caches[^]*My end\./);
  });
});

describe('conflicts', () => {
  async function conflicting(): Promise<Service> {
    const made = await service();
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

    write(
      'README.md',
      read('README.md').replace(/<<<<<<<[^]*>>>>>>> plinth\n/, 'It caches at last (own).\n'),
    );
    const finished = await run('apply', '--no-install');
    expect(finished.exitCode, finished.stderr).toBe(0);
    expect(existsSync(join(root, '.plinth/conflicts'))).toBe(false);
    expect(git(root, 'ls-files', '--unmerged')).toBe('');
    commitAll(root, 'resolved');
    expect((await run('apply', '--no-install')).stdout).toBe('Nothing changes.');
    expect(read('README.md')).toContain('It caches at last (own).');
    const back = await run('remove', 'cache', '--no-install', '--json');
    expect(failure(back)).toContain('README.md: you and the template changed the same lines');
  });

  test('are taken back by apply --abort, byte for byte, and the index too', async () => {
    const { run, root, write } = await conflicting();
    const before = worktree(root);
    await run('add', 'cache', '--no-install', '--write-conflicts');
    write('README.md', 'half resolved\n');
    const aborted = await run('apply', '--abort');
    expect(aborted.exitCode, aborted.stderr).toBe(0);
    expect(worktree(root)).toEqual(before);
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

  test('of a file that the template has removed are resolved with git', async () => {
    const { run, root, write, read } = await service('cache');
    write('docs/practices/cache.md', '# My cache\n');
    commitAll(root, 'edited');
    expect((await run('remove', 'cache', '--no-install', '--write-conflicts')).exitCode).toBe(2);
    expect(read('docs/practices/cache.md')).toBe('# My cache\n');
    expect(failure(await run('apply', '--no-install', '--json'))).toContain(
      'docs/practices/cache.md',
    );
    git(root, 'add', 'docs/practices/cache.md');
    expect((await run('apply', '--no-install')).exitCode).toBe(0);
    expect(read('docs/practices/cache.md')).toBe('# My cache\n');
  });
});

describe('apply', () => {
  test('takes an edited plinth.json', async () => {
    const { run, edit, root } = await service('cache,cron');
    edit('plinth.json', '"tiers": "own"', '"tiers": "shared"');
    edit('plinth.json', '"cron": {}', '"jobs": {}');
    const ran = await run('apply', '--no-install', '--json');
    expect(jsonOf<Change>(ran).result.practices).toMatchObject({
      added: ['jobs', 'store'],
      removed: ['cron'],
    });
    const whole = await service('cache=shared,jobs');
    expect(worktree(root)).toEqual(worktree(whole.root));
  });

  test.each(['merge', 'rebase'])(
    'puts two branches together after a git %s (law 8)',
    async (way) => {
      const { run, root, read, write } = await service();
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
      write('plinth.json', theirs.replace('"practices": {', '"practices": {\n    "jobs": {},'));
      const ran = await run('apply', '--no-install');
      expect(ran.exitCode, ran.stderr).toBe(0);
      expect(git(root, 'ls-files', '--unmerged')).toBe('');
      const whole = await service('cache=shared,jobs');
      expect(worktree(root)).toEqual(worktree(whole.root));
    },
  );

  test('nothing else is changed in the middle of a merge', async () => {
    const { run, root, edit } = await service();
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

describe('update', () => {
  test('takes newer templates over edits, follows a rename, and says what changed by practice', async () => {
    const { run, root, pack, read, edit } = await service('cache');
    edit('README.md', 'End.', 'My end.');
    edit('src/practices/cache/testing.ts', '{}', '{ mine: true }');
    commitAll(root, 'edited');
    const manifest = smallPack['cache/practice.yaml'] ?? '';
    const old = 'src/practices/cache/testing.ts';
    packAt(pack, {
      'pack.yaml': (smallPack['pack.yaml'] ?? '').replace('1.0.0', '2.0.0'),
      'versions.yaml': (smallPack['versions.yaml'] ?? '').replace('lru: 1.0.0', 'lru: 1.1.0'),
      'cache/practice.yaml': `${manifest}renames: { ${old}: src/practices/cache/fixture.ts }\n`,
      'cache/files/src/practices/cache/fixture.ts': 'export const cacheFixture = {};\n',
      'cache/files/src/practices/cache/practice.ts': 'export const cache = { newer: true };\n',
    });
    const { rmSync } = await import('node:fs');
    rmSync(join(pack, 'cache/files', old));
    const ran = await run('update', '--no-install');
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('  cache: ');
    expect(read('package.json')).toContain('"lru": "1.1.0"');
    expect(read('README.md')).toContain('My end.');
    expect(read('src/practices/cache/fixture.ts')).toContain('mine: true');
    expect(existsSync(join(root, old))).toBe(false);
    expect(read('plinth.json')).toContain('"version": "2.0.0"');
    commitAll(root, 'updated');
    expect((await run('update', '--no-install')).stdout).toBe('Nothing changes.');
  });
});
