import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallPack } from '../../src/pack/testing.ts';
import { commitAll } from '../../src/repo/testing-git.ts';
import { committedService } from './changing.ts';

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
});
