import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { scratchFolder } from '../../pack/testing.ts';
import { initGit, git } from '../../repo/testing-git.ts';
import { gitlabPipelines } from './gitlab-pipelines.ts';

const complaints = await gitlabPipelines.load();

const pipeline = 'check:\n  script:\n    - npm test\n';

function stub(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

test('a pipeline is read in a repository of its own, in a hook too', async () => {
  const root = scratchFolder();
  writeFileSync(join(root, 'a.txt'), 'mine\n');
  initGit(root);
  stub({ GIT_DIR: join(root, '.git') });
  expect(await complaints?.('.gitlab-ci.yml', pipeline)).toEqual([]);
  vi.unstubAllEnvs();
  expect(git(root, 'log', '--format=%s')).toBe('first\n');
  expect(git(root, 'remote')).toBe('');
});

test('nobody’s configuration of git decides about a pipeline', async () => {
  const home = scratchFolder();
  const signing = '[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n';
  writeFileSync(join(home, '.gitconfig'), signing);
  stub({ HOME: home, XDG_CONFIG_HOME: home });
  expect(await complaints?.('.gitlab-ci.yml', pipeline)).toEqual([]);
});
