import { existsSync, rmSync } from 'node:fs';
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
