import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { snapshot } from '../../src/repo/snapshot.ts';
import { jsonOf, plinth, type FailureJson } from './plinth.ts';
import { smallService } from './small-service.ts';

test('a key of a shared file is explained to people: who, from where, and why', async () => {
  const service = await smallService();
  const before = snapshot(service.root);
  const ran = await service.run('explain', '.env.example#CACHE_URL');
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ran.stdout).toBe(
    [
      '.env.example#CACHE_URL',
      'cache: contributes.env.CACHE_URL (cache/practice.yaml)',
      '  because plinth.json asks for cache, and cache.tiers is shared in plinth.json',
      'Merged: edit it; what the templates change is merged with your edits. It is as it was rendered.',
    ].join('\n'),
  );
  expect(snapshot(service.root)).toEqual(before);
});

test('a path that leads into the repository by a link is one of it', async () => {
  const service = await smallService();
  const link = join(dirname(service.root), 'link');
  symlinkSync(service.root, link);
  for (const path of ['README.md', 'src/../README.md']) {
    const ran = await service.run('explain', `${link}/${path}`, '--json');
    expect(jsonOf(ran), ran.stdout).toMatchObject({ result: { path: 'README.md' } });
  }
  const gone = await service.run('explain', `${link}/no/such/file`, '--json');
  expect(jsonOf(gone)).not.toMatchObject({ error: { code: 'PLINTH_INTERNAL' } });
});

test('and to programs', async () => {
  const service = await smallService();
  service.append('README.md', 'Mine.\n');
  expect(jsonOf(await service.run('explain', 'README.md:1', '--json'))).toMatchObject({
    command: 'explain',
    result: {
      path: 'README.md',
      key: null,
      line: 1,
      kind: 'rendered',
      ownership: 'merged',
      state: 'edited',
      origins: [{ practice: 'base', source: 'base/files/README.md.hbs', what: ['a template'] }],
    },
  });
});

test.each([
  ['src/mine.ts', 'Plinth did not write this file: it is yours.'],
  ['src/mian.ts', 'There is no such file.'],
  ['package.json#nothing', 'There is no such key in it.'],
  ['README.md:999', 'There is no such line in it.'],
  ['plinth.lock', 'because Plinth remembers what it rendered'],
  ['src/main.ts', 'Managed: nobody edits it; plinth check --fix puts it back. Required'],
])('plinth explain %s: %s', async (target, says) => {
  const service = await smallService();
  service.append('src/mine.ts', 'mine\n');
  const ran = await service.run('explain', target);
  expect(ran.exitCode).toBe(0);
  expect(ran.stdout).toContain(says);
});

test('the path is relative to where one stands', async () => {
  const service = await smallService();
  const ran = await plinth(['explain', 'main.ts', '--pack', '../../pack'], {
    cwd: join(service.root, 'src'),
  });
  expect(ran.stdout).toMatch(/^src\/main\.ts\nbase: a file that is copied/);
});

test('it needs a path, and one inside of the repository', async () => {
  const service = await smallService();
  const codeOf = async (...args: readonly string[]) =>
    jsonOf<FailureJson>(await service.run('explain', ...args, '--json')).error.code;
  expect(await codeOf()).toBe('PLINTH_MISSING_ARGUMENT');
  expect(await codeOf('../pack/pack.yaml')).toBe('PLINTH_NOT_RENDERED');
});
