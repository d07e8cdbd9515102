import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { gitEnvironment } from '../../pack/git-environment.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { findProgram, packageFolder } from './find-tool.ts';
import type { OperationalTool } from './operational-tool.ts';

/** Pipelines of GitLab, by gitlab-ci-local, which reads them as GitLab does. */
export const gitlabPipelines: OperationalTool = {
  name: 'gitlab-ci-local',
  concerns: (path) => path === '.gitlab-ci.yml',
  load: () => {
    const home = packageFolder('gitlab-ci-local');
    const able = home !== undefined && findProgram('rsync') !== undefined;
    return Promise.resolve(able ? (_, text) => complaints(home, text) : undefined);
  },
};

async function complaints(home: string, text: string): Promise<readonly string[]> {
  const folder = await scratchFolder('gitlab');
  const env = ownGit(process.env);
  const git = (...args: readonly string[]) =>
    execa('git', args, { cwd: folder, env, extendEnv: false });
  try {
    await git('init', '--quiet', '--initial-branch=main');
    await git('remote', 'add', 'origin', 'git@example.com:shop/shop.git');
    await writeFile(join(folder, '.gitlab-ci.yml'), text);
    await git('add', '.');
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    await git(...author, 'commit', '--quiet', '--no-verify', '--message', 'Try');
    const manifest = await readFile(join(home, 'package.json'), 'utf8');
    const { bin } = JSON.parse(manifest) as { readonly bin: Readonly<Record<string, string>> };
    const program = join(home, bin['gitlab-ci-local'] ?? '');
    const { all, exitCode } = await execa(process.execPath, [program, '--list'], {
      cwd: folder,
      env: { ...env, NO_COLOR: '1' },
      extendEnv: false,
      all: true,
      reject: false,
      stdin: 'ignore',
    });
    return exitCode === 0 ? [] : [all];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Git in a repository of its own: a hook that runs us would lead it to the one of its user, whose
 * configuration may sign or refuse a commit as well.
 */
function ownGit(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const nowhere = '/dev/null';
  return { ...gitEnvironment(env), GIT_CONFIG_GLOBAL: nowhere, GIT_CONFIG_SYSTEM: nowhere };
}
