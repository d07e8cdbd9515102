import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeBinary } from '../npm-cache.ts';
import { plinth, scratchFolder } from './plinth.ts';

describe.each(['20.19.0', '22.12.0', '24.21.0'])('on Node %s', (version) => {
  let node: string;
  beforeAll(async () => {
    node = await nodeBinary(version);
  });

  test('the bundle creates a service', async () => {
    const cwd = scratchFolder();
    const args = ['create', 'svc', '--preset', 'everything', '--no-install', '--no-git'];
    expect(await plinth(args, { cwd, node })).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(cwd, 'svc/plinth.lock'))).toBe(true);
  });

  test('a pack is read from its sources', async () => {
    const pack = join(import.meta.dirname, '../../templates');
    const ran = await plinth(['list', '--pack', pack], { node });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toBe((await plinth(['list'], { node })).stdout);
  });
});

describe.each(['12.22.12', '18.20.8', '20.18.0'])('on Node %s', (version) => {
  test.each(['bin', 'create'] as const)('%s says what to do, and exits with 4', async (program) => {
    const ran = await plinth(['svc'], { node: await nodeBinary(version), program });
    expect(ran).toMatchObject({ exitCode: 4, stdout: '' });
    expect(ran.stderr).toContain('PLINTH_NODE_TOO_OLD');
    expect(ran.stderr).toContain('Install a newer Node');
  });
});
