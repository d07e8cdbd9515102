import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { execa } from 'execa';
import { expect, inject, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { packTarball } from '../../build/tarball.ts';
import { plinth, scratchFolder } from '../cli/plinth.ts';

test('the package has the schema that a created plinth.json names', async () => {
  const folder = scratchFolder();
  await packTarball(inject('dist'), folder);
  const tarball = join(folder, `${manifest.name}-${manifest.version}.tgz`);
  const { stdout } = await execa('tar', ['--list', '--file', tarball]);

  await plinth(['create', 'svc', '--yes', '--no-install', '--no-git'], { cwd: folder });
  const record = JSON.parse(readFileSync(join(folder, 'svc/plinth.json'), 'utf8')) as {
    readonly $schema: string;
  };
  const installed = posix.join('node_modules', manifest.name);
  const inPackage = posix.relative(installed, posix.normalize(record.$schema));
  expect(stdout.split('\n')).toContain(posix.join('package', inPackage));
});
