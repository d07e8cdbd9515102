import { createRequire } from 'node:module';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const manifest = createRequire(import.meta.url).resolve('gitlab-ci-local/package.json');

/** In this folder, on this machine: no container, no copy. */
export const inFolder = ['--force-shell-executor', '--no-shell-isolation'];

/**
 * Runs gitlab-ci-local on a pipeline.
 *
 * @param folder - a git repository, which becomes that of the pipeline
 * @param text - of `.gitlab-ci.yml`
 */
export async function gitlabCiLocal(folder: string, text: string, ...args: readonly string[]) {
  await writeFile(join(folder, '.gitlab-ci.yml'), text);
  const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { bin: Record<string, string> };
  const program = join(dirname(manifest), bin['gitlab-ci-local'] ?? '');
  const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };
  const env = { ...author, ...committer, NO_COLOR: '1' };
  await execa('git', ['add', '.'], { cwd: folder });
  await execa('git', ['commit', '--quiet', '--message', 'Try', '--allow-empty'], {
    cwd: folder,
    env,
  });
  await execa('git', ['remote', 'add', 'origin', 'git@example.com:shop/shop.git'], {
    cwd: folder,
    reject: false,
  });
  return execa(process.execPath, [program, ...args], {
    cwd: folder,
    env,
    all: true,
    reject: false,
    stdin: 'ignore',
  });
}
