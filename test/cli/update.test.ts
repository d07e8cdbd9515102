import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallPack } from '../../src/pack/testing.ts';
import { commitAll } from '../../src/repo/testing-git.ts';
import { committedService } from './changing.ts';
import { jsonOf, type FailureJson } from './plinth.ts';

describe('update', () => {
  test('takes newer templates over edits, follows a rename, and says what changed by practice', async () => {
    const { run, root, pack, read, edit, changePack } = await committedService('cache');
    edit('README.md', 'End.', 'My end.');
    edit('src/practices/cache/testing.ts', '{}', '{ mine: true }');
    commitAll(root, 'edited');
    const manifest = smallPack['cache/practice.yaml'] ?? '';
    const old = 'src/practices/cache/testing.ts';
    changePack({
      'pack.yaml': (smallPack['pack.yaml'] ?? '').replace('1.0.0', '2.0.0'),
      'versions.yaml': (smallPack['versions.yaml'] ?? '').replace('lru: 1.0.0', 'lru: 1.1.0'),
      'cache/practice.yaml': `${manifest}renames: { ${old}: src/practices/cache/fixture.ts }\n`,
      'cache/files/src/practices/cache/fixture.ts': 'export const cacheFixture = {};\n',
      'cache/files/src/practices/cache/practice.ts': 'export const cache = { newer: true };\n',
    });
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

  test('goes back to an older pack only when it is told to, and says what to get instead', async () => {
    const { run, read, changePack } = await committedService();
    const packOf = (version: string): void => {
      changePack({
        'pack.yaml': (smallPack['pack.yaml'] ?? '').replace('1.0.0', version),
        'base/files/bin/start': `#!/bin/sh\necho ${version}\n`,
      });
    };
    packOf('1.10.0');
    await run('update', '--no-install');
    packOf('1.9.0');
    const before = read('plinth.lock');
    for (const flags of [[], ['--dry-run'], ['--force']]) {
      const refused = await run('update', '--no-install', '--json', ...flags);
      expect(refused.exitCode, flags.join(' ')).toBe(4);
      expect(jsonOf<FailureJson>(refused).error).toMatchObject({
        code: 'PLINTH_OLDER_RELEASE',
        message: 'this is small 1.9.0, and the repository was rendered by 1.10.0, which is newer',
        hint: 'Name a folder with small 1.10.0 or newer by --pack. To go back all the same: plinth update --older.',
      });
    }
    expect(read('plinth.lock')).toBe(before);
    const added = await run('add', 'jobs', '--json');
    expect(jsonOf<FailureJson>(added).error).toMatchObject({
      code: 'PLINTH_STALE',
      hint: 'Name a folder with small 1.10.0 or newer by --pack.',
    });
    const back = await run('update', '--older', '--no-install');
    expect(back.exitCode, back.stderr).toBe(0);
    expect(read('bin/start')).toContain('1.9.0');
    packOf('of-today');
    expect((await run('update', '--no-install')).exitCode).toBe(0);
    packOf('1.0.0');
    expect((await run('update', '--no-install')).exitCode).toBe(0);
  });

  test('a file that is renamed to below its own path is to be moved out of the way, and then followed', async () => {
    const { run, root, pack, read, changePack } = await committedService();
    changePack({ 'base/files/docs/guide': 'one\ntwo\nthree\nfour\n' });
    await run('update', '--no-install');
    commitAll(root, 'guide');
    rmSync(join(pack, 'base/files/docs/guide'));
    const manifest = smallPack['base/practice.yaml'] ?? '';
    changePack({
      'base/practice.yaml': `${manifest}renames: { docs/guide: docs/guide/index.md }\n`,
      'base/files/docs/guide/index.md': 'one\ntwo\nthree\nFOUR\n',
    });
    for (const flags of [[], ['--write-conflicts']]) {
      const refused = await run('update', '--no-install', '--json', ...flags);
      expect(refused.exitCode).toBe(2);
      expect(jsonOf<FailureJson>(refused).error).toMatchObject({
        code: 'PLINTH_CONFLICT',
        message: 'docs/guide is a file, where a folder belongs',
        hint: 'Nothing was written. Move it out of the way, and run this again.',
      });
    }
    renameSync(join(root, 'docs/guide'), join(root, 'docs/mine.md'));
    commitAll(root, 'moved');
    const ran = await run('update', '--no-install');
    expect(ran.exitCode, ran.stderr).toBe(0);
    expect(read('docs/mine.md')).toContain('FOUR');
    expect(existsSync(join(root, 'docs/guide'))).toBe(false);
  });

  test('an older Plinth is refused like an older pack', async () => {
    const { run, read, write } = await committedService();
    const lock = read('plinth.lock');
    write({ 'plinth.lock': lock.replace(/("engine": )"[^"]*"/, '$1"99.0.0"') });
    const ran = await run('update', '--json');
    expect(jsonOf<FailureJson>(ran).error).toMatchObject({
      code: 'PLINTH_OLDER_RELEASE',
      message: expect.stringMatching(/^this is Plinth \S+, and .* by 99\.0\.0, which/) as string,
      hint: expect.stringContaining('Install create-plinth 99.0.0 or newer.') as string,
    });
    expect((await run('update', '--older', '--no-install')).exitCode).toBe(0);
  });

  const web = (options: string) => `id: web\ntitle: Web\nsummary: It.\noptions: { ${options} }\n`;
  const at = (choices: string) => `at: { summary: When., default: day, choices: { ${choices} } }`;
  const [day, night] = ['day: { summary: By day. }', 'night: { summary: By night. }'];

  test.each([
    {
      gone: 'a choice',
      manifest: web(at(day)),
      said: { code: 'PLINTH_UNKNOWN_VALUE', message: '"web.at" has no choice "night"' },
      line: '"at": "night"',
    },
    {
      gone: 'an option',
      manifest: web(''),
      said: { code: 'PLINTH_UNKNOWN_OPTION', message: '"web" has no option "at"' },
      line: '"at": "night"',
    },
    {
      gone: 'a practice',
      manifest: undefined,
      said: { code: 'PLINTH_UNKNOWN_PRACTICE', message: 'there is no practice "web"' },
      line: '"web": {',
    },
  ])(
    'where the pack has $gone no more, the line of plinth.json and the way on are told',
    async ({ manifest, said, line }) => {
      const { run, root, pack, read, write, changePack } = await committedService();
      changePack({ 'web/practice.yaml': web(at(`${day}, ${night}`)) });
      await run('update');
      await run('add', 'web.at=night', '--no-install');
      commitAll(root, 'web');
      if (manifest === undefined) rmSync(join(pack, 'web'), { recursive: true });
      else changePack({ 'web/practice.yaml': manifest });

      const asked = read('plinth.json');
      for (const command of ['update', 'check', 'add jobs', 'add web=day', 'remove web']) {
        const ran = await run(...command.split(' '), '--json');
        expect(jsonOf<FailureJson>(ran).error, command).toMatchObject({
          ...said,
          path: 'plinth.json',
          line: asked.slice(0, asked.indexOf(line)).split('\n').length,
          hint: expect.stringMatching(/Take it out of plinth\.json.*plinth update\.$/) as string,
        });
      }
      write({ 'plinth.json': asked.replace(/"practices": \{[^]*?\n {2}\}/, '"practices": {}') });
      expect((await run('update', '--no-install')).exitCode).toBe(0);
    },
  );
});
